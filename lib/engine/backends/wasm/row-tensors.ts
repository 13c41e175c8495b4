/*
 * What a pass over a single row hands out: hundreds of values a token, copied out of the machine in one piece. Which value lies where is known
 * once for a block; a tensor is made when somebody asks for it, since making all of them would cost as much as copying them.
 */
import { shapeOf, type ValueInfo } from '../../ir/program'
import type { EngineTensor } from '../../types'
import { copyWindow } from './live-tensors'
import { countOf, type PlannedOutput } from './plan'

interface RowPlace {
  readonly info: ValueInfo
  /** Numbers from the beginning of the copy; of what grows with the keys, from where that begins, for each key. */
  readonly start: number
  readonly length: number
  readonly grows: boolean
}

export interface RowOutputs {
  readonly places: ReadonlyMap<string, RowPlace>
  /** What grows with the keys, each somewhere else: its slot, and its numbers for each key. */
  readonly growing: readonly { readonly slot: number; readonly unit: number }[]
  readonly units: number
}

/** The same for every pass over the block at an address. */
export function rowOutputs(outputs: readonly PlannedOutput[], address: number, addresses: Float64Array): RowOutputs {
  const places = new Map<string, RowPlace>()
  const growing: { slot: number; unit: number }[] = []
  let units = 0
  for (const { name, info, slot } of outputs) {
    const grows = info.shape.includes('S')
    const length = countOf(info, 1, 1)
    places.set(name, { info, start: grows ? units : (addresses[slot]! - address) / 4, length, grows })
    if (!grows) continue
    growing.push({ slot, unit: length })
    units += length
  }
  return { places, growing, units }
}

class RowTensor implements EngineTensor {
  constructor(
    readonly data: Float32Array,
    private readonly info: ValueInfo,
    private readonly S: number,
  ) {}

  get shape(): readonly number[] {
    return shapeOf(this.info, 1, this.S)
  }
  get dims(): readonly string[] {
    return this.info.dims
  }
  read(window: Parameters<typeof copyWindow>[2]): Float32Array {
    return copyWindow(this.data, this.shape, window)
  }
}

export class RowTensors implements ReadonlyMap<string, EngineTensor> {
  private readonly made = new Map<string, EngineTensor>()

  constructor(
    private readonly places: ReadonlyMap<string, RowPlace>,
    private readonly copy: Float32Array,
    /** Where in it begins what grows with the keys. */
    private readonly growing: number,
    private readonly S: number,
  ) {}

  get size(): number {
    return this.places.size
  }
  has(name: string): boolean {
    return this.places.has(name)
  }
  keys(): MapIterator<string> {
    return this.places.keys()
  }
  get(name: string): EngineTensor | undefined {
    const known = this.made.get(name)
    if (known) return known
    const place = this.places.get(name)
    return place && this.make(name, place)
  }
  *entries(): MapIterator<[string, EngineTensor]> {
    for (const [name, place] of this.places) yield [name, this.made.get(name) ?? this.make(name, place)]
  }
  *values(): MapIterator<EngineTensor> {
    for (const [name, place] of this.places) yield this.made.get(name) ?? this.make(name, place)
  }
  [Symbol.iterator](): MapIterator<[string, EngineTensor]> {
    return this.entries()
  }
  forEach(each: (value: EngineTensor, key: string, map: ReadonlyMap<string, EngineTensor>) => void): void {
    for (const [name, tensor] of this.entries()) each(tensor, name, this)
  }

  private make(name: string, { info, start, length, grows }: RowPlace): EngineTensor {
    const first = grows ? this.growing + start * this.S : start
    const tensor = new RowTensor(this.copy.subarray(first, first + (grows ? length * this.S : length)), info, this.S)
    this.made.set(name, tensor)
    return tensor
  }
}
