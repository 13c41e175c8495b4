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
import { layoutOf, makePlan, type Layout, type Plan, type PlannedStep } from './plan'
import { Recorder } from './recorder'
import { rowOutputs, RowTensors, type RowOutputs } from './row-tensors'
import { FixedPlaces, Run } from './run'
import { Script, type Written } from './script'
import { stepOf, type Step } from './steps'
import { appendRows, otherName, pausesOf, placeOf } from './where'

const MOST_PLANS = 24

interface Block {
  readonly layout: Layout
  readonly address: number
  /** Keys that fit. */
  readonly capacity: number
  readonly fixed: FixedPlaces
  /** One pass at a time; another one meanwhile takes its places one by one. */
  busy: boolean
  /** The caches of the pass before: a second one with the same caches writes a script for those to come. */
  last: object | null
  script: Script | null
  /** Where its outputs lie; known with the first pass. */
  outputs: RowOutputs | null
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
  private readonly keys = new WeakMap<readonly string[], string>()

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
    const block = ids.length === 1 ? this.blockOf(ready, past?.capacity ?? rows.S) : null
    if (block) block.busy = true
    try {
      const script = block && past ? this.scriptOf(run, ready, block, past.place) : null
      if (script) await this.follow(script, run, ready, block!, request)
      else await this.walk(run, ready, block, request)
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

  private async walk(run: Run, ready: Ready, block: Block | null, { edits, signal }: PassRequest): Promise<void> {
    const pauses = pausesOf(ready.plan, run)
    for (const [index, step] of ready.plan.steps.entries()) {
      this.oneStep(run, ready, index, block, edits)
      for (const slot of step.frees) if (!block || block.layout.offsets[slot]! < 0) run.free(run.addresses[slot]!)
      if (signal && pauses.has(index)) await pauseFor(signal)
    }
  }

  private oneStep(run: Run, { plan, work }: Ready, index: number, block: Block | null, edits: PassRequest['edits']): void {
    const step = plan.steps[index]!
    this.step(run, step, work[index]!, placeOf(step, block))
    const changes = step.edited ? edits.get(step.node.out) : undefined
    if (!changes) return
    const data = run.view(step.slot, run.countOf(step.info)) as Float32Array<ArrayBuffer>
    applyEdits(data, step.info, changes, run.rows, run.past !== null)
  }

  private async follow(script: Script, run: Run, ready: Ready, block: Block, { edits, signal }: PassRequest): Promise<void> {
    run.addresses.set(script.addresses)
    block.fixed.fill(run)
    script.turnTo(run.rows.S)
    for (const { from, to, commands, step, pause } of script.parts) {
      if (commands > 0) this.machine.replay(from, to, commands)
      if (step >= 0) this.oneStep(run, ready, step, block, edits)
      if (signal && pause) await pauseFor(signal)
    }
  }

  private scriptOf(run: Run, ready: Ready, block: Block, caches: object): Script | null {
    if (block.script?.serves === caches) return block.script
    const again = block.last === caches
    block.last = caches
    return again ? this.writeScript(run, ready, block, caches) : null
  }

  private writeScript(run: Run, ready: Ready, block: Block, caches: object): Script {
    const { T, S } = run.rows
    // The first walk takes whatever is not in its place yet, so that the two that are compared find the same places.
    const walks = [S, S, S + 1].map((keys) => {
      const at = new Run(ready.plan, this.machine, this.weights, this.fast, run.call, { T, S: keys, first: keys - T }, run.past, this.ropes)
      at.capacity = block.capacity
      at.fixed = block.fixed
      return { written: this.write(at, ready, block), addresses: at.addresses }
    })
    block.script?.free()
    block.script = new Script(this.machine, S, walks[1]!.written, walks[2]!.written, walks[1]!.addresses, caches)
    return block.script
  }

  private write(run: Run, { plan, work }: Ready, block: Block): Written[] {
    const pauses = pausesOf(plan, run)
    const parts: Written[] = []
    let recorder = new Recorder()
    const cut = (step: number, pause: boolean) => {
      parts.push({ words: recorder.words, commands: recorder.commands, step, pause })
      recorder = new Recorder()
    }
    for (const [index, step] of plan.steps.entries()) {
      const alone = step.edited || (step.owns && !work[index]) || this.isCopiedTable(step)
      if (alone) run.addresses[step.slot] = step.owns ? placeOf(step, block) : otherName(run, step)
      else {
        this.machine.recorder = recorder
        try {
          this.step(run, step, work[index]!, placeOf(step, block))
        } finally {
          this.machine.recorder = null
        }
      }
      if (alone || pauses.has(index)) cut(alone ? index : -1, pauses.has(index))
    }
    cut(-1, false)
    return parts
  }

  /** A table whose rows come from the store, token by token. */
  private isCopiedTable({ node }: PlannedStep): boolean {
    return node.kind === 'op' && node.op.op === 'embed' && !this.weights.placed(node.op.weight)
  }

  private blockOf(ready: Ready, capacity: number): Block | null {
    if (ready.block?.busy) return null
    if (!ready.block || ready.block.capacity < capacity) {
      if (ready.block) this.freeBlock(ready.block)
      const layout = layoutOf(ready.plan, 1, capacity)
      const { heap } = this.machine
      const fixed = new FixedPlaces(this.machine)
      ready.block = { layout, address: heap.take(layout.bytes), capacity, fixed, busy: false, last: null, script: null, outputs: null }
    }
    return ready.block
  }

  private freeBlock({ address, fixed, script }: Block): void {
    this.machine.heap.free(address)
    fixed.free()
    script?.free()
  }

  private ready({ outputs, edits, past, mask, lastRow }: PassRequest): Ready {
    const edited = [...edits.keys()].sort()
    const padded = mask?.includes(0) ?? false
    const key = [this.keyOf(outputs), edited.join(' '), Boolean(past), padded, Boolean(lastRow)].join('|')
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
      if (block) this.freeBlock(block)
      this.plans.delete(oldest)
    }
    return ready
  }

  /** A pass that reads everything has hundreds of names, most often the same list of them. */
  private keyOf(outputs: readonly string[]): string {
    const key = this.keys.get(outputs) ?? outputs.join(' ')
    this.keys.set(outputs, key)
    return key
  }

  /** `place`: where the result goes, or -1 to take a place for it. */
  private step(run: Run, step: PlannedStep, work: Step | null, place: number): void {
    const { slot, inputs, info } = step
    if (!step.owns) {
      run.addresses[slot] = otherName(run, step)
      if (run.past) appendRows(run, step)
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
  private copyOut(run: Run, { outputs }: Plan, block: Block): ReadonlyMap<string, EngineTensor> {
    const { heap, counters } = this.machine
    const { address, layout } = block
    block.outputs ??= rowOutputs(outputs, address, run.addresses)
    const { places, growing, units } = block.outputs
    const { S } = run.rows
    const { floats } = heap
    const fixed = layout.handedBytes / 4
    const copy = new Float32Array(fixed + units * S)
    copy.set(floats.subarray(address / 4, address / 4 + fixed))
    let next = fixed
    for (const { slot, unit } of growing) {
      const start = run.addresses[slot]! / 4
      copy.set(floats.subarray(start, start + unit * S), next)
      next += unit * S
    }
    counters.bytesCopied += copy.byteLength
    return new RowTensors(places, copy, fixed, S)
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

const isMask = (op: Op): boolean => op.op === 'mask'
