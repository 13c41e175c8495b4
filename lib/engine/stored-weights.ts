/*
 * Weights held as their files pack them, a few bits a number, in memory or where they lie in the file, and widened when they are asked
 * for. What was widened is kept for the next who asks, the longest unused first to go.
 */
import { elementCount } from '../tensor'
import { scaleMatrix, turned } from './arrange'
import { noSuchWeight, Weights, type HeldBytes, type Placed, type WeightStore } from './weights'
import { EngineFailure, type EngineTensor } from './types'
import { widenWeight } from './weight-types'

/** `bytes` of one that stays in its file are read anew each time. */
export interface HeldWeight extends HeldBytes {
  readonly fileName: string
  readonly size: number
  /** Stored [in, out]'s other way round: widened, then turned. */
  readonly turned: boolean
  readonly scales: { readonly values: Float32Array; readonly shape: readonly number[] } | null
}

/** Widened numbers that are kept beside the packed ones. */
export const KEPT_BYTES = 768e6

export class StoredWeights implements WeightStore {
  readonly derived = false
  readonly parameters: number
  private readonly packedBytes: number
  private readonly widened = new Map<string, Float32Array>()
  private widenedBytes = 0
  private readonly byFileName: ReadonlyMap<string, string>

  constructor(
    /** By the family's name, in the order of its needs. */
    private readonly entries: ReadonlyMap<string, HeldWeight>,
    private readonly keptBytes = KEPT_BYTES,
  ) {
    const all = [...entries.values()]
    this.parameters = all.reduce((sum, { shape }) => sum + elementCount(shape), 0)
    this.packedBytes = all.reduce((sum, { size, scales }) => sum + size + (scales?.values.byteLength ?? 0), 0)
    this.byFileName = new Map([...entries].map(([name, { fileName }]) => [fileName, name]))
  }

  get bytes(): number {
    return this.packedBytes + this.widenedBytes
  }

  get fileNames(): readonly string[] {
    return [...this.byFileName.keys()]
  }

  packed(): undefined {
    return undefined
  }

  held(name: string): HeldBytes | undefined {
    const entry = this.entry(name)
    return entry.turned || entry.scales ? undefined : entry
  }

  get(name: string): Float32Array {
    const known = this.widened.get(name)
    if (known) {
      this.widened.delete(name)
      this.widened.set(name, known)
      return known
    }
    const made = this.widen(this.entry(name))
    this.keep(name, made)
    return made
  }

  once(name: string): Float32Array {
    return this.widened.get(name) ?? this.widen(this.entry(name))
  }

  byName(name: string): EngineTensor {
    const { shape } = this.entry(name)
    return { data: this.get(name), shape, dims: shape.length === 2 ? ['N', 'C'] : ['C'] }
  }

  byFile(fileName: string): EngineTensor {
    const name = this.byFileName.get(fileName)
    if (name === undefined) throw noSuchWeight(fileName, this.fileNames)
    return this.byName(name)
  }

  plain(): Weights {
    const buffer = new Float32Array(this.parameters)
    const places: [string, Placed][] = []
    let start = 0
    for (const [name, entry] of this.entries) {
      buffer.set(this.widened.get(name) ?? this.widen(entry), start)
      places.push([name, { fileName: entry.fileName, shape: entry.shape, start }])
      start += elementCount(entry.shape)
    }
    return Weights.of(buffer, places)
  }

  private entry(name: string): HeldWeight {
    const entry = this.entries.get(name)
    if (!entry) throw new Error(`The weight ${name} was not loaded.`)
    return entry
  }

  private keep(name: string, data: Float32Array): void {
    if (data.byteLength > this.keptBytes) return
    for (const [oldest, old] of this.widened) {
      if (this.widenedBytes + data.byteLength <= this.keptBytes) break
      this.widened.delete(oldest)
      this.widenedBytes -= old.byteLength
    }
    this.widened.set(name, data)
    this.widenedBytes += data.byteLength
  }

  private widen({ type, bytes, shape, scales, fileName, turned: isTurned }: HeldWeight): Float32Array {
    const data = new Float32Array(elementCount(shape))
    widenWeight(type, bytes, data, fileName)
    if (scales && !scaleMatrix(data, shape[0] ?? 1, scales.values, scales.shape)) {
      throw new EngineFailure('wrong-shape', `The scales of ${fileName} have the shape [${scales.shape.join(', ')}], which does not fit.`)
    }
    return isTurned ? turned(data, shape[1]!, shape[0]!) : data
  }
}
