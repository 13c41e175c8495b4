/*
 * The weights of a model: found by the family's names, checked against the config, widened once into one float32 buffer that all
 * backends share. What a file holds beyond them (mask buffers, frequencies) is not read.
 */
import { elementCount, sameShape, unflatten, widenInto } from '../tensor'
import type { EngineSpec, Family, WeightNeed } from './models/family'
import type { PackedMatrix } from './quantize/packed-matrix'
import { isReadable, readLayout, type StoredTensor } from './safetensors/layout'
import { count, shapeText } from './sentences'
import { EngineFailure, type EngineTensor } from './types'

export interface WeightFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a model keeps its weights in: plain numbers, or packed ones. Names are the family's. */
export interface WeightStore {
  readonly parameters: number
  /** Held in memory. */
  readonly bytes: number
  readonly fileNames: readonly string[]
  /** Made of another model's weights, and made again when needed: its sessions may go first. */
  readonly derived: boolean
  get(name: string): Float32Array
  byName(name: string): EngineTensor
  byFile(fileName: string): EngineTensor
  /** The codes of a matrix that is not held as plain numbers. */
  packed(name: string): PackedMatrix | undefined
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

  static read(family: Family, spec: EngineSpec, files: readonly WeightFile[]): Weights {
    const stored = collect(files)
    const needs = family.weights(spec)
    const found = needs.map((need) => ({ need, ...find(need, family, stored) }))
    refuseMissing(found, spec, stored.size)
    const weights = new Weights(new Float32Array(needs.reduce((sum, need) => sum + elementCount(need.shape), 0)))
    let start = 0
    for (const { need, file, tensor } of found) {
      weights.place(need, file!, tensor!, start)
      start += elementCount(need.shape)
    }
    return weights
  }

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

  private place(need: WeightNeed, file: WeightFile, tensor: StoredTensor, start: number): void {
    const target = this.buffer.subarray(start, start + elementCount(need.shape))
    if (!isReadable(tensor.dtype)) {
      throw new EngineFailure('unknown-type', `Weight ${tensor.name} is stored as ${tensor.dtype}; F32, F16 and BF16 can be read.`)
    }
    const bad = widenInto(tensor.dtype, file.bytes.subarray(tensor.begin, tensor.end), target)
    if (bad >= 0) {
      const value = Number.isNaN(target[bad]!) ? 'NaN' : String(target[bad])
      throw new EngineFailure(
        'not-finite',
        `Weight ${tensor.name} holds ${value} at ${shapeText(unflatten(bad, need.shape))}.`,
        'The file is damaged or was saved from a failed training: no result of it would mean anything.',
      )
    }
    this.put(need.name, { fileName: tensor.name, shape: need.shape, start })
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
    if (!placed)
      throw new EngineFailure(
        'no-such-weight',
        `The model has no weight ${fileName}.`,
        `Its weights begin with ${this.fileNames.slice(0, 3).join(', ')}.`,
      )
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

type Stored = ReadonlyMap<string, { readonly file: WeightFile; readonly tensor: StoredTensor }>

function collect(files: readonly WeightFile[]): Stored {
  const all = new Map<string, { file: WeightFile; tensor: StoredTensor }>()
  for (const file of files) {
    for (const tensor of readLayout(file.bytes, files.length === 1 ? 'The model file' : file.name).tensors.values()) {
      if (all.has(tensor.name)) throw new EngineFailure('bad-safetensors', `Tensor ${tensor.name} stands in two of the model's files.`)
      all.set(tensor.name, { file, tensor })
    }
  }
  return all
}

function find(need: WeightNeed, family: Family, stored: Stored): { file?: WeightFile; tensor?: StoredTensor } {
  const bare = need.name.startsWith(family.prefix) ? need.name.slice(family.prefix.length) : need.name
  const found = stored.get(need.name) ?? stored.get(bare)
  if (found && !sameShape(found.tensor.shape, need.shape)) {
    throw new EngineFailure(
      'wrong-shape',
      `Weight ${found.tensor.name} has the shape ${shapeText(found.tensor.shape)}; config.json leads to ${shapeText(need.shape)}.`,
      'The config and the weights are of two different models.',
    )
  }
  return found ?? {}
}

function refuseMissing(found: readonly { need: WeightNeed; tensor?: StoredTensor }[], spec: EngineSpec, stored: number): void {
  const missing = found.filter((entry) => !entry.tensor)
  const first = missing[0]?.need
  if (!first) return
  const others = missing.length > 1 ? ` and ${count(missing.length - 1)} more` : ''
  throw new EngineFailure(
    'missing-weights',
    `The model file lacks ${first.name} ${shapeText(first.shape)}${others}: expected ${count(found.length)} tensors of a ${spec.architecture} with ${spec.layers} layers, found ${count(found.length - missing.length)} of them among ${count(stored)}.`,
  )
}
