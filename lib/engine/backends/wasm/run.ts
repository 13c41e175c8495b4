/* One pass in progress: where its values lie, and what it brings along. */
import type { CallInputs } from '../../ir/call-tables'
import type { ValueInfo } from '../../ir/program'
import type { Rows } from '../../ir/regions'
import type { RopeRows, RopeTable } from '../../models/rope'
import type { Machine } from './machine'
import type { WasmKeyValues } from './key-values'
import type { Plan } from './plan'

export class Run {
  /** By slot; 0 where nothing is yet. */
  readonly addresses: Float64Array
  private readonly owned = new Set<number>()
  private readonly ropeAddresses = new Map<number, { readonly cos: number; readonly sin: number }>()
  private ids = 0

  constructor(
    plan: Plan,
    readonly machine: Machine,
    readonly call: CallInputs,
    readonly rows: Rows,
    readonly past: WasmKeyValues | null,
    private readonly ropes: readonly RopeTable[],
  ) {
    this.addresses = new Float64Array(plan.slots)
  }

  count({ shape }: ValueInfo): number {
    const { T, S } = this.rows
    let product = 1
    for (const size of shape) product *= size === 'T' ? T : size === 'S' ? S : size
    return product
  }

  take(bytes: number): number {
    const address = this.machine.heap.take(bytes)
    this.owned.add(address)
    return address
  }

  free(address: number): void {
    this.owned.delete(address)
    this.machine.heap.free(address)
  }

  /** The place outlives the run. */
  hand(address: number): void {
    this.owned.delete(address)
  }

  view(slot: number, count: number): Float32Array<ArrayBufferLike> {
    const start = this.addresses[slot]! / 4
    return this.machine.heap.floats.subarray(start, start + count)
  }

  rope(table: number): RopeRows {
    return this.ropes[table]!.read(this.rows.first, this.rows.T)
  }

  /** Rotary rows in the machine's memory, for as long as the run lasts. */
  ropeAt(table: number): { readonly cos: number; readonly sin: number } {
    const known = this.ropeAddresses.get(table)
    if (known) return known
    const { cos, sin } = this.rope(table)
    const at = { cos: this.put(cos), sin: this.put(sin) }
    this.ropeAddresses.set(table, at)
    return at
  }

  /** The token ids as 32-bit numbers. */
  idsAt(): number {
    if (this.ids) return this.ids
    this.ids = this.take(4 * this.call.ids.length)
    this.machine.heap.wholes.set(this.call.ids, this.ids / 4)
    return this.ids
  }

  private put(values: Float32Array): number {
    const address = this.take(values.byteLength)
    this.machine.heap.floats.set(values, address / 4)
    return address
  }

  /** Gives back what was not handed on. */
  end(): void {
    for (const address of this.owned) this.machine.heap.free(address)
    this.owned.clear()
  }
}
