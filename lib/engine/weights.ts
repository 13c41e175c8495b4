/* What a model keeps its weights in, and the plainest of them: one float32 buffer that all backends share. */
import { elementCount } from '../tensor'
import type { PackedMatrix } from './quantize/packed-matrix'
import { EngineFailure, type EngineTensor } from './types'

/** A weight as its file packs it, rows in their final order: `Q4_1`, `BF16` … */
export interface HeldBytes {
  readonly type: string
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

/** Plain numbers, or packed ones. Names are the family's. */
export interface WeightStore {
  readonly parameters: number
  /** As they are held, wherever: a backend may have them in its own memory, and the rest stay in their file. */
  readonly bytes: number
  readonly fileNames: readonly string[]
  /** Made of another model's weights, and made again when needed: its sessions may go first. */
  readonly derived: boolean
  get(name: string): Float32Array
  /** As `get`, for who reads them once: nothing is kept for the next. */
  once?(name: string): Float32Array
  byName(name: string): EngineTensor
  byFile(fileName: string): EngineTensor
  /** The codes of a matrix that is not held as plain numbers. */
  packed(name: string): PackedMatrix | undefined
  /** The bytes of the file, where a weight is held as its file packs it and its numbers are just those: for kernels that read them so. */
  held?(name: string): HeldBytes | undefined
  /** All of them as plain numbers in one buffer. Packed ones are expanded anew at each call. */
  plain(): Weights
}

export interface Placed {
  readonly fileName: string
  readonly shape: readonly number[]
  /** Elements into the buffer. */
  readonly start: number
}

export class Weights implements WeightStore {
  readonly derived = false
  /** By the family's name. */
  private readonly placed = new Map<string, Placed>()
  private readonly byFileName = new Map<string, Placed>()

  private constructor(readonly buffer: Float32Array) {}

  /** Numbers that lie in a buffer already. */
  static of(buffer: Float32Array, places: Iterable<readonly [name: string, placed: Placed]>): Weights {
    const weights = new Weights(buffer)
    for (const [name, placed] of places) weights.put(name, placed)
    return weights
  }

  private put(name: string, placed: Placed): void {
    this.placed.set(name, placed)
    this.byFileName.set(placed.fileName, placed)
  }

  get bytes(): number {
    return this.buffer.byteLength
  }

  /** Every weight by the family's name, in the order of the buffer. */
  places(): ReadonlyMap<string, Placed> {
    return this.placed
  }

  packed(): undefined {
    return undefined
  }

  plain(): Weights {
    return this
  }

  get fileNames(): readonly string[] {
    return [...this.byFileName.keys()]
  }

  get parameters(): number {
    return this.buffer.length
  }

  get(name: string): Float32Array {
    const { start, shape } = this.lookUp(this.placed, name)
    return this.buffer.subarray(start, start + elementCount(shape))
  }

  /** Where a weight lies in the buffer. */
  placeOf(name: string): Placed {
    return this.lookUp(this.placed, name)
  }

  byFile(fileName: string): EngineTensor {
    const placed = this.byFileName.get(fileName)
    if (!placed) throw noSuchWeight(fileName, this.fileNames)
    return this.tensor(placed)
  }

  byName(name: string): EngineTensor {
    return this.tensor(this.lookUp(this.placed, name))
  }

  private tensor({ start, shape }: Placed): EngineTensor {
    const data = this.buffer.subarray(start, start + elementCount(shape))
    return { data, shape, dims: shape.length === 2 ? ['N', 'C'] : ['C'] }
  }

  private lookUp(map: ReadonlyMap<string, Placed>, name: string): Placed {
    const placed = map.get(name)
    if (!placed) throw new Error(`The weight ${name} was not loaded.`)
    return placed
  }
}

export function noSuchWeight(fileName: string, names: readonly string[]): EngineFailure {
  return new EngineFailure(
    'no-such-weight',
    `The model has no weight ${fileName}.`,
    `Its weights begin with ${names.slice(0, 3).join(', ')}.`,
  )
}
