/*
 * Results that stay in the machine's memory until somebody reads them: `read` copies a part, `data` the whole, once. What nobody reads is
 * given back when it is forgotten, and moved out of the machine when too much is held.
 */
import type { EngineTensor } from '../../types'
import type { Machine } from './machine'

/** A place that several results may share (a copy under a second name): given back by the last. */
export interface Place {
  readonly address: number
  users: number
}

const MOST_HELD = 64e6

interface Held {
  readonly place: Place
  readonly length: number
  /** Set once it lies outside the machine. */
  data: Float32Array | null
}

export class LiveTensors {
  private readonly held = new Set<Held>()
  private heldBytes = 0
  private readonly forgotten = new FinalizationRegistry<Held>((held) => this.release(held))

  constructor(private readonly machine: Machine) {}

  make(place: Place, offset: number, shape: readonly number[], dims: readonly string[]): EngineTensor {
    const length = shape.reduce((product, size) => product * size, 1)
    const held: Held = { place, length, data: null }
    this.held.add(held)
    this.heldBytes += 4 * length
    const start = (place.address + offset) / 4
    const { machine } = this
    const whole = () => {
      held.data ??= this.moveOut(held, start)
      return held.data
    }
    this.moves.set(held, whole)
    const tensor: EngineTensor = {
      get data() {
        return whole()
      },
      shape,
      dims,
      read(window) {
        const all = held.data ?? machine.heap.floats.subarray(start, start + length)
        const part = copyWindow(all, shape, window)
        machine.counters.bytesCopied += part.byteLength
        return part
      },
    }
    this.forgotten.register(tensor, held, held)
    return tensor
  }

  private readonly moves = new Map<Held, () => void>()

  /** Oldest first, until what is held is little enough. */
  bound(): void {
    for (const [held, move] of this.moves) {
      if (this.heldBytes <= MOST_HELD) return
      move()
      this.release(held)
    }
  }

  private moveOut(held: Held, start: number): Float32Array {
    const data = this.machine.heap.copyOf(start, held.length)
    this.machine.counters.bytesCopied += data.byteLength
    this.release(held)
    return data
  }

  private release(held: Held): void {
    if (!this.held.delete(held)) return
    this.moves.delete(held)
    this.heldBytes -= 4 * held.length
    if (--held.place.users === 0) this.machine.heap.free(held.place.address)
  }
}

/** Rows [from, to) of each axis; an axis without one is taken whole. */
export function copyWindow(
  data: Float32Array<ArrayBufferLike>,
  shape: readonly number[],
  window: readonly (readonly [number, number] | null)[],
): Float32Array {
  const ranges = shape.map((size, axis) => {
    const [from, to] = window[axis] ?? [0, size]
    if (!(from >= 0 && from <= to && to <= size)) throw new RangeError(`${from} to ${to} is outside an axis of ${size}.`)
    return [from, to] as const
  })
  const out = new Float32Array(ranges.reduce((product, [from, to]) => product * (to - from), 1))
  let next = 0
  const walk = (axis: number, at: number): void => {
    if (axis === shape.length) {
      out[next++] = data[at]!
      return
    }
    const [from, to] = ranges[axis]!
    if (axis === shape.length - 1) {
      out.set(data.subarray(at * shape[axis]! + from, at * shape[axis]! + to), next)
      next += to - from
    } else for (let i = from; i < to; i++) walk(axis + 1, at * shape[axis]! + i)
  }
  walk(0, 0)
  return out
}
