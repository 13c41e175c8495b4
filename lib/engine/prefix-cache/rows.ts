/*
 * Rows of one hook from the start of a text, put together from the passes that computed them. Passes are shared by the texts that begin
 * alike; numbers are copied only when somebody reads them.
 */
import type { EngineTensor } from '../types'

/** What one pass gave: `tensor` holds the rows from position `first` on. */
export interface RowBlock {
  readonly tensor: EngineTensor
  readonly first: number
}

/** Rows [from, to) of the text, of a block. */
interface Slice {
  readonly block: RowBlock
  readonly from: number
  readonly to: number
}

/** What maps hold right of the diagonal: weights of what cannot be seen are 0, scores −∞. */
export type Beyond = 'zero' | 'infinite'

/** More passes than this are put together at once, so that single rows do not keep many passes alive. */
const MOST_SLICES = 12

export class HeldRows {
  /** `beyond`: of maps [H,T,S], what later keys hold; null for rows [T, …]. */
  constructor(
    private slices: readonly Slice[],
    readonly beyond: Beyond | null,
  ) {}

  static of(tensor: EngineTensor, first: number, count: number, beyond: Beyond | null): HeldRows {
    return new HeldRows([{ block: { tensor, first }, from: first, to: first + count }], beyond)
  }

  /** Rows that are held, from 0. */
  get end(): number {
    return this.slices.at(-1)?.to ?? 0
  }

  get blocks(): readonly RowBlock[] {
    return this.slices.map(({ block }) => block)
  }

  cut(end: number): HeldRows {
    if (end >= this.end) return this
    const slices = this.slices.filter(({ from }) => from < end).map((slice) => ({ ...slice, to: Math.min(slice.to, end) }))
    return new HeldRows(slices, this.beyond)
  }

  /** These rows and those after them. */
  with(tensor: EngineTensor, count: number): HeldRows {
    const first = this.end
    return new HeldRows([...this.slices, { block: { tensor, first }, from: first, to: first + count }], this.beyond)
  }

  /** All rows as a tensor. */
  tensor(): EngineTensor {
    const only = this.wholeBlock()
    if (only) return only
    const { dims, shape } = this.slices[0]!.block.tensor
    const length = this.end
    const whole = shape.map((size, axis) => (dims[axis] === 'T' || dims[axis] === 'S' ? length : size))
    const joined: EngineTensor = joinedTensor(whole, dims, () => this.joined(whole))
    if (this.slices.length > MOST_SLICES) void joined.data
    return joined
  }

  /** The tensor of the only pass, where it holds these rows and no others. */
  private wholeBlock(): EngineTensor | null {
    const [slice, more] = this.slices
    if (!slice || more || slice.block.first !== 0) return null
    const { tensor } = slice.block
    return tensor.dims.every((dim, axis) => (dim !== 'T' && dim !== 'S') || tensor.shape[axis] === slice.to) ? tensor : null
  }

  /** From here on the rows are held in one piece. */
  private joined(shape: readonly number[]): Float32Array {
    const only = this.wholeBlock()
    if (only) return only.data
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1))
    for (const slice of this.slices) {
      if (this.beyond) copyMap(slice, data, shape, this.beyond)
      else copyRows(slice, data)
    }
    const { dims } = this.slices[0]!.block.tensor
    this.slices = [{ block: { tensor: { data, shape, dims }, first: 0 }, from: 0, to: this.end }]
    return data
  }
}

function joinedTensor(shape: readonly number[], dims: readonly string[], join: () => Float32Array): EngineTensor {
  let data: Float32Array | null = null
  return {
    get data() {
      return (data ??= join())
    },
    shape,
    dims,
  }
}

function copyRows({ block, from, to }: Slice, out: Float32Array): void {
  const { tensor, first } = block
  const row = tensor.data.length / tensor.shape[0]!
  out.set(tensor.data.subarray((from - first) * row, (to - first) * row), from * row)
}

/** [H,T,S]: the keys a pass has seen from its rows, those after them from what is known of them. */
function copyMap({ block, from, to }: Slice, out: Float32Array, [heads = 0, length = 0]: readonly number[], beyond: Beyond): void {
  const { tensor, first } = block
  const [, rows = 0, keys = 0] = tensor.shape
  const known = Math.min(keys, length)
  for (let head = 0; head < heads; head++) {
    for (let row = from; row < to; row++) {
      const source = (head * rows + row - first) * keys
      const target = (head * length + row) * length
      out.set(tensor.data.subarray(source, source + known), target)
      if (known < length) out.fill(beyondOf(tensor.data[source + row]!, beyond), target + known, target + length)
    }
  }
}

/** Weights of a row that is no number are none anywhere. */
const beyondOf = (diagonal: number, beyond: Beyond): number => (beyond === 'infinite' ? -Infinity : Number.isNaN(diagonal) ? NaN : 0)
