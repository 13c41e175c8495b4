/* Runs plans on a machine: takes places, calls the kernels, applies edits between them, and hands results on. */
import { pauseFor, throwIfAborted } from '../../abort'
import { applyEdits } from '../../ir/edits'
import { shapeOf, type Op } from '../../ir/program'
import { buildProgram } from '../../models'
import { RopeTable } from '../../models/rope'
import type { EngineTensor } from '../../types'
import type { ModelParts, PassRequest } from '../backend'
import { runOp, type OpContext } from '../reference/run-op'
import { WasmKeyValues } from './key-values'
import { copiedTensor, LiveTensors, type Place } from './live-tensors'
import type { Machine } from './machine'
import { PlacedWeights } from './placed-weights'
import { layoutOf, makePlan, type Layout, type Plan, type PlannedStep } from './plan'
import { Run } from './run'
import { stepOf, type Step } from './steps'

/** Multiply-adds after which the host gets a turn. */
const PAUSE_AFTER = 5e7
const MOST_PLANS = 24

interface Block {
  readonly layout: Layout
  readonly address: number
  /** One pass at a time; another one meanwhile takes its places one by one. */
  busy: boolean
}

interface Ready {
  readonly plan: Plan
  readonly work: readonly (Step | null)[]
  /** For single rows, the steps of decoding; made with the first. */
  block: Block | null
}

export class WasmSession {
  readonly weights: PlacedWeights
  private readonly ropes: readonly RopeTable[]
  private readonly tensors: LiveTensors
  private readonly plans = new Map<string, Ready>()

  constructor(
    private readonly parts: ModelParts,
    readonly machine: Machine,
    private readonly fast: boolean,
  ) {
    this.weights = new PlacedWeights(machine, parts.weights)
    this.weights.placeAll(parts)
    this.ropes = parts.spec.ropes.map((rope) => new RopeTable(rope))
    this.tensors = new LiveTensors(machine)
  }

  keyValues(): WasmKeyValues {
    return new WasmKeyValues(this.machine)
  }

  async pass(request: PassRequest): Promise<ReadonlyMap<string, EngineTensor>> {
    const { ids, signal } = request
    throwIfAborted(signal)
    if (signal) await pauseFor(signal)
    const past = request.past instanceof WasmKeyValues ? request.past : null
    const first = past?.length ?? 0
    const ready = this.ready(request)
    const rows = { T: ids.length, S: first + ids.length, first }
    past?.reserve(rows.S)
    const run = new Run(ready.plan, this.machine, this.weights, this.fast, request, rows, past, this.ropes)
    const block = ids.length === 1 ? this.blockOf(ready) : null
    if (block) block.busy = true
    try {
      await this.walk(run, ready, block, request)
      const tensors = block ? this.copyOut(run, ready.plan, block) : this.handOut(run, ready.plan)
      // Only a finished pass counts: an aborted one leaves the cache as it was.
      if (past) past.length = rows.S
      return tensors
    } finally {
      if (block) block.busy = false
      run.end()
      this.tensors.bound()
    }
  }

  private async walk(run: Run, { plan, work }: Ready, block: Block | null, { edits, signal }: PassRequest): Promise<void> {
    let done = 0
    for (let index = 0; index < plan.steps.length; index++) {
      const step = plan.steps[index]!
      const offset = block ? block.layout.offsets[step.slot]! : -1
      this.step(run, step, work[index]!, offset < 0 ? -1 : block!.address + offset)
      const changes = step.edited ? edits.get(step.node.out) : undefined
      if (changes) {
        const data = run.view(step.slot, run.countOf(step.info)) as Float32Array<ArrayBuffer>
        applyEdits(data, step.info, changes, run.rows, run.past !== null)
      }
      for (const slot of step.frees) if (!block || block.layout.offsets[slot]! < 0) run.free(run.addresses[slot]!)
      if (!signal || !('op' in step.node) || step.node.op.op !== 'linear') continue
      done += step.node.op.inner * run.countOf(step.info)
      if (done < PAUSE_AFTER) continue
      done = 0
      await pauseFor(signal)
    }
  }

  private blockOf(ready: Ready): Block | null {
    if (!ready.block) {
      const layout = layoutOf(ready.plan, 1)
      ready.block = { layout, address: this.machine.heap.take(layout.bytes), busy: false }
    }
    return ready.block.busy ? null : ready.block
  }

  private ready({ outputs, edits, past, mask, lastRow }: PassRequest): Ready {
    const edited = [...edits.keys()].sort()
    const padded = mask?.includes(0) ?? false
    const key = JSON.stringify([outputs, edited, Boolean(past), padded, Boolean(lastRow)])
    const known = this.plans.get(key)
    if (known) return known
    const program = buildProgram(this.parts.family, this.parts.spec, { edited: new Set(edited), lastRowOnly: Boolean(lastRow) })
    const plan = makePlan(program, { outputs, edited: new Set(edited), cached: Boolean(past), padded, spanUnit: this.fast ? 32 : 1 })
    const work = plan.steps.map(({ node }) => (padded && node.kind === 'op' && isMask(node.op) ? null : stepOf(node)))
    const ready: Ready = { plan, work, block: null }
    this.plans.set(key, ready)
    for (const [oldest, { block }] of this.plans) {
      if (this.plans.size <= MOST_PLANS) break
      if (block?.busy) continue
      if (block) this.machine.heap.free(block.address)
      this.plans.delete(oldest)
    }
    return ready
  }

  /** `place`: where the result goes, or -1 to take a place for it. */
  private step(run: Run, step: PlannedStep, work: Step | null, place: number): void {
    const { slot, inputs, info } = step
    if (!step.owns) {
      run.addresses[slot] = otherName(run, step)
      return
    }
    const count = run.countOf(info)
    const result = work ? null : this.plainly(run, step)
    const address = place < 0 ? run.take(4 * count) : place
    run.addresses[slot] = address
    if (result) run.machine.heap.floats.set(result, address / 4)
    else {
      run.begin(inputs, address, count)
      work!(run)
    }
  }

  /** By the plain loops, over views of the same memory. */
  private plainly(run: Run, { node, inputs, inputInfos }: PlannedStep): Float32Array {
    if (node.kind !== 'op') throw new Error(`No kernel is known for ${node.kind}.`)
    const context: OpContext = {
      call: run.call,
      rows: run.rows,
      weights: this.parts.weights,
      rope: (table) => run.rope(table),
      cached: () => null,
    }
    return runOp(node.op, (n) => run.view(inputs[n]!, run.countOf(inputInfos[n]!)) as Float32Array<ArrayBuffer>, context)
  }

  /** Of a single row everything is copied at once: small pieces cost less so than to be kept track of. */
  private copyOut(run: Run, { outputs }: Plan, { layout, address }: Block): ReadonlyMap<string, EngineTensor> {
    const { heap, counters } = this.machine
    const together = heap.floats.slice(address / 4, (address + layout.handedBytes) / 4)
    counters.bytesCopied += layout.handedBytes
    const { T, S } = run.rows
    const tensors = new Map<string, EngineTensor>()
    for (const { name, info, slot, owner } of outputs) {
      const count = run.countOf(info)
      const start = run.addresses[slot]! / 4
      const inside = layout.offsets[owner]! >= 0
      const data = inside ? together.subarray(start - address / 4, start - address / 4 + count) : heap.floats.slice(start, start + count)
      if (!inside) counters.bytesCopied += data.byteLength
      tensors.set(name, copiedTensor(data as Float32Array<ArrayBuffer>, shapeOf(info, T, S), info.dims))
    }
    return tensors
  }

  private handOut(run: Run, { outputs }: Plan): ReadonlyMap<string, EngineTensor> {
    const places = new Map<number, Place>()
    for (const { owner } of outputs) {
      const place = places.get(owner)
      if (place) place.users++
      else {
        places.set(owner, { address: run.addresses[owner]!, users: 1 })
        run.hand(run.addresses[owner]!)
      }
    }
    const { T, S } = run.rows
    return new Map(
      outputs.map(({ name, info, slot, owner }) => {
        const place = places.get(owner)!
        return [name, this.tensors.make(place, run.addresses[slot]! - place.address, shapeOf(info, T, S), info.dims)]
      }),
    )
  }
}

/** Where a value lies that is another name for its input, or part of a cache that the rows of this pass are written into. */
function otherName(run: Run, { node, inputs, info, inputInfos }: PlannedStep): number {
  const from = run.addresses[inputs[0]!]!
  if (node.kind !== 'op') return from
  if (node.op.op === 'last-row') return from + 4 * (run.rows.T - 1) * run.countOf(info)
  if (node.op.op !== 'append' || !run.past) return from
  const { cache, heads, size } = node.op
  const row = 4 * heads * size
  const base = run.past.address(cache, row)
  run.machine.heap.bytes.copyWithin(base + row * run.rows.first, from, from + 4 * run.countOf(inputInfos[0]!))
  return base
}

const isMask = (op: Op): boolean => op.op === 'mask'
