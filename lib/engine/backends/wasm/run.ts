/* One pass in progress: where its values lie, what it brings along, and for the step at work its result and inputs. */
import type { CallInputs } from '../../ir/call-tables'
import type { ValueInfo } from '../../ir/program'
import type { Rows } from '../../ir/regions'
import type { RopeRows, RopeTable } from '../../models/rope'
import type { Machine } from './machine'
import type { WasmKeyValues } from './key-values'
import { countOf, type Plan } from './plan'
import type { PlacedWeights } from './placed-weights'

/** They outlive runs: each run of a list puts its own numbers there. */
export class FixedPlaces {
  readonly ropes = new Map<number, { readonly cos: number; readonly sin: number }>()
  ids = 0

  constructor(private readonly machine: Machine) {}

  rope(table: number, { cos, sin }: RopeRows): { readonly cos: number; readonly sin: number } {
    const known = this.ropes.get(table)
    if (known) return known
    const at = { cos: this.machine.heap.take(cos.byteLength), sin: this.machine.heap.take(sin.byteLength) }
    this.ropes.set(table, at)
    return at
  }

  idsAt(): number {
    this.ids ||= this.machine.heap.take(4)
    return this.ids
  }

  fill(run: Run): void {
    const { floats, wholes } = this.machine.heap
    for (const [table, at] of this.ropes) {
      const { cos, sin } = run.rope(table)
      floats.set(cos, at.cos / 4)
      floats.set(sin, at.sin / 4)
    }
    if (this.ids) wholes[this.ids / 4] = run.call.ids[0]!
  }

  free(): void {
    for (const { cos, sin } of this.ropes.values()) for (const place of [cos, sin]) this.machine.heap.free(place)
    if (this.ids) this.machine.heap.free(this.ids)
  }
}

export class Run {
  /** Rows of keys for which a list is written; 0: those of this pass alone. */
  capacity = 0
  /** Places of rotary rows and ids that lists read from, while one is written or done. */
  fixed: FixedPlaces | null = null
  /** By slot; 0 where nothing is yet. */
  readonly addresses: Float64Array
  private readonly owned = new Set<number>()
  private readonly ropeAddresses = new Map<number, { readonly cos: number; readonly sin: number }>()
  private ids = 0
  /** Of the step at work: the address of its result, and how many numbers it has. */
  out = 0
  count = 0
  private inputs: readonly number[] = []

  constructor(
    plan: Plan,
    readonly machine: Machine,
    readonly weights: PlacedWeights,
    readonly fast: boolean,
    readonly call: CallInputs,
    readonly rows: Rows,
    readonly past: WasmKeyValues | null,
    private readonly ropes: readonly RopeTable[],
  ) {
    this.addresses = new Float64Array(plan.slots)
  }

  begin(inputs: readonly number[], out: number, count: number): void {
    this.inputs = inputs
    this.out = out
    this.count = count
  }

  /** Address of the n-th input of the step at work. */
  at(n: number): number {
    return this.addresses[this.inputs[n]!]!
  }

  countOf(info: ValueInfo): number {
    return countOf(info, this.rows.T, this.rows.S)
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
    if (this.fixed) return this.fixed.rope(table, this.rope(table))
    const known = this.ropeAddresses.get(table)
    if (known) return known
    const { cos, sin } = this.rope(table)
    const at = { cos: this.put(cos), sin: this.put(sin) }
    this.ropeAddresses.set(table, at)
    return at
  }

  /** The token ids as 32-bit numbers. */
  idsAt(): number {
    if (this.fixed) return this.fixed.idsAt()
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
