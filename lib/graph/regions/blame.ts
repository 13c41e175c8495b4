/*
 * Why something cannot run because something above it did not: in the names of the file, hidden parts going by their owner's.
 * A region and a use say which of their own nodes failed, and show what the others made.
 */
import type { OutputRecord } from '../run-record'
import type { NodeError } from '../states'
import { blockedBy, gives, type Cell, type Rest } from '../runtime/cell'
import { madeBy } from '../node-values'
import type { Boxed } from '../port-type'
import { ITERATIONS, MORE } from './parts'
import { withoutIterations } from './names'

type Cells = ReadonlyMap<string, Cell>
type Blocked = Extract<Rest, { state: 'blocked' }>

/** How a cell rests whose source `blocker` did not come to be fresh. */
export function blockedRest(cell: Cell, blocker: Cell, cells: Cells): Rest {
  const { gathers, use } = cell.part ?? {}
  if (gathers && gathers.plan !== blocker.id) return regionRest(cell, cells)
  if (use) return useRest(cell)
  return plainRest(cell, blocker)
}

/** What stops a hidden part of a node stops the node itself. */
function plainRest(cell: Cell, blocker: Cell): Rest {
  const blocked = blockedBy(blocker)
  const { root } = blocked
  return root.part?.owner === cell.id && root.rest ? root.rest : blocked
}

const failing = (cell: Cell): readonly Cell[] => cell.upstream.filter((source) => source.rest && !gives(source.rest))

function regionRest(cell: Cell, cells: Cells): Rest {
  const roots = failing(cell).map((source) => blockedBy(source))
  const inside = roots.filter(({ root }) => iterationIn(root, cell.id, cells) !== undefined)
  const error = earliest(
    inside.filter(({ root }) => root.rest?.state === 'error'),
    cell,
    cells,
  )
  if (error) return { state: 'error', error: iterationError(cell, error.root, cells) }
  const stopped = roots.find(({ root }) => root.rest?.state === 'cancelled')
  if (stopped) return { state: 'cancelled', reason: `after ${doneWords(cell, cells)}` }
  const first = earliest(inside, cell, cells) ?? (roots[0] as Blocked)
  return first.root.part?.owner === cell.id && first.root.rest ? first.root.rest : first
}

const earliest = (list: readonly Blocked[], region: Cell, cells: Cells): Blocked | undefined =>
  list.toSorted((a, b) => (iterationIn(a.root, region.id, cells) ?? 0) - (iterationIn(b.root, region.id, cells) ?? 0))[0]

/** In which iteration of a region a cell lies. */
export function iterationIn(cell: Cell, region: string, cells: Cells): number | undefined {
  for (let at = cell.part?.within; at; at = cells.get(at.region)?.part?.within) if (at.region === region) return at.index
  return undefined
}

function iterationError(region: Cell, root: Cell, cells: Cells): NodeError {
  const { rest } = root
  const cause: NodeError = rest?.state === 'error' ? rest.error : { code: 'internal', message: `${root.id} did not run.` }
  const index = iterationIn(root, region.id, cells) ?? 0
  const others = region.part?.gathers ? doneCount(region, cells) : 0
  return {
    code: 'iteration-failed',
    message: `${withoutIterations(region.id)} failed at ${region.part?.gathers?.label(index) ?? index}: ${cause.message}`,
    hint: `${cause.hint ? `${cause.hint} ` : ''}${others > 0 ? `The values of the other ${others} are kept. ` : ''}${root.part?.owner ?? root.id} has the error.`,
  }
}

function useRest(cell: Cell): Rest {
  const roots = failing(cell).map((source) => blockedBy(source))
  const own = roots.find(({ root }) => root.part?.owner === cell.id)
  if (own?.root.rest) return own.root.rest
  const inner = roots.find(({ root }) => root.rest?.state === 'error' && root.id.startsWith(`${cell.id}/`))
  return inner?.root.rest?.state === 'error' ? { state: 'error', error: inner.root.rest.error } : (roots[0] as Blocked)
}

/** Iterations of which everything that is kept has come to rest well. */
export function doneCount(region: Cell, cells: Cells): number {
  const { gathers } = region.part ?? {}
  const kept = Object.values(gathers?.kept() ?? {})
  const count = gathers?.count ?? 0
  let done = 0
  for (let at = 0; at < count; at++) if (kept.every((refs) => isFresh(cells.get(refs[at]?.node ?? '')))) done++
  return done
}

const isFresh = (cell: Cell | undefined): boolean => gives(cell?.rest ?? null)

export const doneWords = (region: Cell, cells: Cells): string => {
  const { gathers } = region.part ?? {}
  if (gathers?.spec.turns) return `turn ${doneCount(region, cells)}`
  return `${doneCount(region, cells)} of ${gathers?.count ?? 0}`
}

/** What a region or use has so far, of those parts that are fresh. Undefined where not even its iterations are known. */
export function partialOutputs(cell: Cell, cells: Cells): Readonly<Record<string, OutputRecord>> | undefined {
  const { gathers, use } = cell.part ?? {}
  const read = (port: string): Boxed | undefined => freshValue(cell, port, cells)
  if (use) return records(cell, Object.fromEntries(Object.keys(cell.node.inputs).map((port) => [port, read(port)])))
  const iterations = read(ITERATIONS)?.value
  if (!gathers || iterations === undefined) return undefined
  const params = cell.parsed?.params ?? cells.get(gathers.plan)?.attempt?.params ?? {}
  const gathered = gathers.gatherer(cell.id, params, (port) => (port === ITERATIONS || port === MORE ? read(port)?.value : read(port)))
  try {
    return records(cell, gathers.spec.gather(gathered))
  } catch {
    return undefined
  }
}

function freshValue(cell: Cell, port: string, cells: Cells): Boxed | undefined {
  const ref = cell.node.inputs[port]?.[0] ?? cell.part?.gathers?.wire(port)
  const source = ref && cells.get(ref.node)
  if (!ref || !gives(source?.rest ?? null) || !source?.result) return undefined
  const made = source.result.outputs[ref.port]
  const type = source.result.types[ref.port]
  return made && type ? { type, value: made.value } : undefined
}

function records(cell: Cell, values: Readonly<Record<string, unknown>>): Record<string, OutputRecord> {
  const outputs = cell.kind?.ports ? { ...cell.kind.outputs } : (cell.kind?.outputs ?? {})
  const made: Record<string, OutputRecord> = {}
  for (const [name, value] of Object.entries(values)) {
    const output = outputs[name]
    if (!output || value === undefined) continue
    const { type, value: own } = madeBy(output, value)
    made[name] = { type: type.name, value: own }
  }
  return made
}
