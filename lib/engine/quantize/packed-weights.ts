/*
 * The weights of a model whose linear matrices are held packed; embeddings, positions, norms and biases stay plain, in a buffer
 * of their own. Matrices are packed as [out, in] whatever their layout in the file.
 */
import { elementCount } from '../../tensor'
import type { EngineTensor } from '../types'
import { Weights, type Placed, type WeightStore } from '../weights'
import type { PackedMatrix } from './packed-matrix'

export interface PackedEntry {
  readonly matrix: PackedMatrix
  /** Stored [in, out] in the file. */
  readonly turned: boolean
}

export class PackedWeights implements WeightStore {
  readonly derived = true
  readonly bytes: number
  private readonly rest: Weights

  constructor(
    /** All weights by the family's name, in the order of the file. */
    private readonly places: ReadonlyMap<string, Placed>,
    private readonly entries: ReadonlyMap<string, PackedEntry>,
    original: Weights,
  ) {
    this.rest = copyOf(
      original,
      [...places].filter(([name]) => !entries.has(name)),
    )
    this.bytes = [...entries.values()].reduce((sum, { matrix }) => sum + matrix.bytes, this.rest.bytes)
  }

  get parameters(): number {
    return [...this.places.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0)
  }
  get fileNames(): readonly string[] {
    return [...this.places.values()].map(({ fileName }) => fileName)
  }
  packed(name: string): PackedMatrix | undefined {
    return this.entries.get(name)?.matrix
  }

  get(name: string): Float32Array {
    const entry = this.entries.get(name)
    if (!entry) return this.rest.get(name)
    const { matrix, turned } = entry
    return turned ? transposed(matrix.expand(), matrix.rows, matrix.columns) : matrix.expand()
  }
  byName(name: string): EngineTensor {
    return this.entries.has(name) ? { data: this.get(name), shape: this.places.get(name)!.shape, dims: ['N', 'C'] } : this.rest.byName(name)
  }
  byFile(fileName: string): EngineTensor {
    for (const [name, placed] of this.places) if (placed.fileName === fileName) return this.byName(name)
    return this.rest.byFile(fileName)
  }

  plain(): Weights {
    const buffer = new Float32Array(this.parameters)
    for (const [name, { start }] of this.places) buffer.set(this.get(name), start)
    return Weights.of(buffer, this.places)
  }
}

function copyOf(original: Weights, places: readonly (readonly [string, Placed])[]): Weights {
  const buffer = new Float32Array(places.reduce((sum, [, { shape }]) => sum + elementCount(shape), 0))
  let start = 0
  const moved = places.map(([name, placed]) => {
    buffer.set(original.get(name), start)
    const here = { ...placed, start }
    start += elementCount(placed.shape)
    return [name, here] as const
  })
  return Weights.of(buffer, moved)
}

/** [rows, columns] → [columns, rows]. */
export function transposed(x: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(x.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) out[column * rows + row] = x[row * columns + column]!
  return out
}
