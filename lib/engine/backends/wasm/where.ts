/* Where a step's result lies, and after which steps the host gets a turn. */
import type { Layout, Plan, PlannedStep } from './plan'
import type { Run } from './run'

/** Multiply-adds after which the host gets a turn. */
const PAUSE_AFTER = 5e7

interface PlacedBlock {
  readonly layout: Layout
  readonly address: number
}

/** Where a value lies that is another name for its input, or part of a cache that the rows of this pass are written into. */
export function otherName(run: Run, { node, inputs, info }: PlannedStep): number {
  const from = run.addresses[inputs[0]!]!
  if (node.kind !== 'op') return from
  if (node.op.op === 'last-row') return from + 4 * (run.rows.T - 1) * run.countOf(info)
  if (node.op.op !== 'append' || !run.past) return from
  const { cache, heads, size } = node.op
  const row = 4 * heads * size
  return run.past.address(cache, row)
}

/** The rows of this pass behind those that a cache holds. */
export function appendRows(run: Run, { node, slot, inputs, inputInfos }: PlannedStep): void {
  if (node.kind !== 'op' || node.op.op !== 'append') return
  const to = run.addresses[slot]! + 4 * node.op.heads * node.op.size * run.rows.first
  run.machine.copy(to, run.addresses[inputs[0]!]!, 4 * run.countOf(inputInfos[0]!))
}

/** Where a step's result lies in a block, or -1 where a place has to be taken. */
export function placeOf({ slot }: PlannedStep, block: PlacedBlock | null): number {
  const offset = block ? block.layout.offsets[slot]! : -1
  return offset < 0 ? -1 : block!.address + offset
}

/** The steps after which the host gets a turn. */
export function pausesOf({ steps }: Plan, run: Run): Set<number> {
  const pauses = new Set<number>()
  let done = 0
  for (const [index, { node, info }] of steps.entries()) {
    if (!('op' in node) || node.op.op !== 'linear') continue
    done += node.op.inner * run.countOf(info)
    if (done < PAUSE_AFTER) continue
    done = 0
    pauses.add(index)
  }
  return pauses
}
