/* The steps of a pass with the lives of its values: made once for a set of outputs and edited hooks, run for any number of rows. */
import { pruneProgram, type Program, type ValueInfo } from '../../ir/program'
import { joinOps, type Node } from './nodes'
import { Places } from './places'

export interface PlannedStep {
  readonly node: Node
  readonly info: ValueInfo
  readonly slot: number
  readonly inputs: readonly number[]
  readonly inputInfos: readonly ValueInfo[]
  /** Takes a place of its own; else it is another name for its input, or lies in a cache. */
  readonly owns: boolean
  /** Slots whose places nobody needs after this step. */
  readonly frees: readonly number[]
  readonly edited: boolean
}

export interface PlannedOutput {
  readonly name: string
  readonly info: ValueInfo
  readonly slot: number
  /** The slot that owns its place. */
  readonly owner: number
}

export interface Plan {
  readonly steps: readonly PlannedStep[]
  readonly slots: number
  readonly outputs: readonly PlannedOutput[]
}

export interface PlanOptions {
  readonly outputs: readonly string[]
  readonly edited: ReadonlySet<string>
  /** Keys and values go into caches, all of them whatever is read. */
  readonly cached: boolean
  readonly padded: boolean
  /** Whole-number sums need heads of whole blocks; other heads' results are products of their own there. */
  readonly spanUnit: number
}

/** The same numbers under another name. */
const NAMES_ONLY: ReadonlySet<string> = new Set(['copy', 'split-heads', 'merge-heads', 'flatten', 'last-row'])

export function makePlan(whole: Program, { outputs, edited, cached, padded, spanUnit }: PlanOptions): Plan {
  const appends = cached ? whole.ops.filter((op) => op.op === 'append').map((op) => op.out) : []
  const program = pruneProgram(whole, [...outputs, ...appends])
  const nodes = joinOps(program, { seen: new Set([...outputs, ...edited]), padded, spans: spansOf(whole, spanUnit) })
  const uses = usesOf(nodes)
  const slots = new Map(nodes.map(({ out }, index) => [out, index]))
  const owners: number[] = []
  const steps = nodes.map((node, slot) => {
    const inputs = node.inputs.map((input) => slots.get(input)!)
    // What is edited must not change what goes by the other name, unless nobody looks there any more.
    const alone = uses.get(node.inputs[0] ?? '') === 1 && !program.values.get(node.inputs[0]!)!.hook
    const owns = !isName(node) || (edited.has(node.out) && !alone && !isAppend(node))
    owners[slot] = owns || inputs.length === 0 || (isAppend(node) && cached) ? slot : owners[inputs[0]!]!
    const inputInfos = node.inputs.map((input) => program.values.get(input)!)
    return { node, info: program.values.get(node.out)!, slot, inputs, inputInfos, owns, edited: edited.has(node.out) }
  })
  const kept = new Set(outputs.map((name) => owners[slots.get(name)!]!))
  const last = lastUses(steps, owners)
  return {
    steps: steps.map((step, index) => ({ ...step, frees: freedAt(index, last, steps, kept) })),
    slots: nodes.length,
    outputs: outputs.map((name) => {
      const slot = slots.get(name)!
      return { name, info: program.values.get(name)!, slot, owner: owners[slot]! }
    }),
  }
}

function spansOf({ ops }: Program, unit: number): Map<string, number> {
  return new Map(ops.flatMap((op) => (op.op === 'head-results' && op.size % unit === 0 ? [[op.weight, op.size]] : [])))
}

const isAppend = (node: Node): boolean => node.kind === 'op' && node.op.op === 'append'

/** An append is one, too: of a cache, or of its input where there is none. */
const isName = (node: Node): boolean => node.kind === 'op' && (NAMES_ONLY.has(node.op.op) || node.op.op === 'append')

function usesOf(nodes: readonly Node[]): Map<string, number> {
  const uses = new Map<string, number>()
  for (const { inputs } of nodes) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1)
  return uses
}

/** The last step that reads a place, by its owner; one that nobody reads ends where it is made. */
function lastUses(steps: readonly Omit<PlannedStep, 'frees'>[], owners: readonly number[]): Map<number, number> {
  const last = new Map<number, number>()
  for (const [index, { slot, inputs }] of steps.entries()) {
    last.set(owners[slot]!, index)
    for (const input of inputs) last.set(owners[input]!, index)
  }
  return last
}

function freedAt(
  index: number,
  last: ReadonlyMap<number, number>,
  steps: readonly Omit<PlannedStep, 'frees'>[],
  kept: ReadonlySet<number>,
): number[] {
  return [...last].filter(([owner, at]) => at === index && steps[owner]!.owns && !kept.has(owner)).map(([owner]) => owner)
}

/** How many numbers a value has. */
export function countOf({ shape }: ValueInfo, T: number, S: number): number {
  let product = 1
  for (const size of shape) product *= size === 'T' ? T : size === 'S' ? S : size
  return product
}

/** Where the values of a pass over so many rows lie within one block, for passes that are run again and again. */
export interface Layout {
  readonly bytes: number
  /** At its beginning stands what is handed out, so that one copy takes it all. */
  readonly handedBytes: number
  /** By slot: bytes into the block, or -1 for what goes by another name or lies in a cache. */
  readonly offsets: Float64Array
}

/** For T rows, and up to S keys: what grows with the keys is handed out by itself. */
export function layoutOf({ steps, slots, outputs }: Plan, T: number, S: number): Layout {
  const handed = new Set(outputs.map(({ owner }) => owner))
  const offsets = new Float64Array(slots).fill(-1)
  const owners = steps.filter(({ owns }) => owns)
  const here = new Set(owners.map(({ slot }) => slot))
  let handedBytes = 0
  for (const { slot, info } of owners) {
    if (!handed.has(slot) || info.shape.includes('S')) continue
    offsets[slot] = handedBytes
    // Whole vectors may be written to the end of a value.
    handedBytes += Math.ceil(countOf(info, T, 0) / 4) * 16
  }
  const places = new Places(Math.ceil(handedBytes / 64) * 64)
  let bytes = places.end
  for (const { slot, info, frees } of steps) {
    if (here.has(slot) && offsets[slot]! < 0) offsets[slot] = places.take(4 * countOf(info, T, S))
    bytes = Math.max(bytes, places.end)
    for (const freed of frees) if (here.has(freed)) places.free(offsets[freed]!)
  }
  return { bytes, handedBytes, offsets }
}
