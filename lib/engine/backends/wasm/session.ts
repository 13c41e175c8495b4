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
import { LiveTensors, type Place } from './live-tensors'
import type { Machine } from './machine'
import { PlacedWeights } from './placed-weights'
import { makePlan, type Plan, type PlannedStep } from './plan'
import { Run } from './run'
import { stepOf } from './steps'

/** Multiply-adds after which the host gets a turn. */
const PAUSE_AFTER = 5e7
const MOST_PLANS = 24

interface Ready {
  readonly plan: Plan
  readonly work: readonly ReturnType<typeof stepOf>[]
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
    const { ids, edits, signal } = request
    throwIfAborted(signal)
    if (signal) await pauseFor(signal)
    const past = request.past instanceof WasmKeyValues ? request.past : null
    const first = past?.length ?? 0
    const ready = this.ready(request)
    const rows = { T: ids.length, S: first + ids.length, first }
    past?.reserve(rows.S)
    const run = new Run(ready.plan, this.machine, request, rows, past, this.ropes)
    try {
      let work = 0
      for (const [index, step] of ready.plan.steps.entries()) {
        if (signal && work > PAUSE_AFTER) {
          work = 0
          await pauseFor(signal)
        }
        this.step(run, step, ready.work[index]!)
        const changes = step.edited ? edits.get(step.node.out) : undefined
        if (changes)
          applyEdits(run.view(step.slot, run.count(step.info)) as Float32Array<ArrayBuffer>, step.info, changes, rows, past !== null)
        for (const slot of step.frees) run.free(run.addresses[slot]!)
        if (step.node.kind === 'op' && step.node.op.op === 'linear') work += step.node.op.inner * run.count(step.info)
      }
      const tensors = this.handOut(run, ready.plan)
      // Only a finished pass counts: an aborted one leaves the cache as it was.
      if (past) past.length = rows.S
      return tensors
    } finally {
      run.end()
      this.tensors.bound()
    }
  }

  private ready({ outputs, edits, past, mask, lastRow }: PassRequest): Ready {
    const edited = [...edits.keys()].sort()
    const padded = mask?.includes(0) ?? false
    const key = JSON.stringify([outputs, edited, Boolean(past), padded, Boolean(lastRow)])
    const known = this.plans.get(key)
    if (known) return known
    const program = buildProgram(this.parts.family, this.parts.spec, { edited: new Set(edited), lastRowOnly: Boolean(lastRow) })
    const plan = makePlan(program, { outputs, edited: new Set(edited), cached: Boolean(past), padded })
    const ready = { plan, work: plan.steps.map(({ node }) => (padded && node.kind === 'op' && isMask(node.op) ? null : stepOf(node))) }
    this.plans.set(key, ready)
    for (const oldest of this.plans.keys()) if (this.plans.size > MOST_PLANS) this.plans.delete(oldest)
    return ready
  }

  private step(run: Run, step: PlannedStep, work: ReturnType<typeof stepOf>): void {
    const { slot, inputs, info } = step
    const { addresses } = run
    if (!step.owns) {
      addresses[slot] = otherName(run, step)
      return
    }
    const count = run.count(info)
    if (work) {
      addresses[slot] = run.take(4 * count)
      work({ run, weights: this.weights, fast: this.fast, out: addresses[slot]!, in: (n) => addresses[inputs[n]!]!, count })
      return
    }
    const result = this.plainly(run, step)
    addresses[slot] = run.take(4 * count)
    run.machine.heap.floats.set(result, addresses[slot]! / 4)
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
    return runOp(node.op, (n) => run.view(inputs[n]!, run.count(inputInfos[n]!)) as Float32Array<ArrayBuffer>, context)
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
  if (node.op.op === 'last-row') return from + 4 * (run.rows.T - 1) * run.count(info)
  if (node.op.op !== 'append' || !run.past) return from
  const { cache, heads, size } = node.op
  const row = 4 * heads * size
  const base = run.past.address(cache, row)
  run.machine.heap.bytes.copyWithin(base + row * run.rows.first, from, from + 4 * run.count(inputInfos[0]!))
  return base
}

const isMask = (op: Op): boolean => op.op === 'mask'
