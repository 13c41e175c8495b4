/*
 * What the nodes above mean for a node: it runs, runs without some of its wires, or rests. Below a failure nodes are blocked;
 * below one that is switched off they are skipped, unless they can do without; below one that is not run by itself they wait.
 */
import { ERROR_PORT, type Ref } from '../graph'
import { sentences } from '../sentences'
import { gives, type Cell, type Rest } from './cell'

type CellOf = (id: string) => Cell | undefined

/** The rest of a node that cannot run; null where every source it needs has values. */
export function obstacle(cell: Cell, cellOf: CellOf): Rest | null {
  if (cell.upstream.every((source) => gives(source.rest))) return null
  let found: Rest | null = null
  for (const [port, wires] of Object.entries(cell.node.inputs)) {
    for (const ref of wires) found = worse(found, standsInTheWay(ref, cellOf, canDoWithout(cell, port)))
  }
  for (const ref of Object.values(cell.node.paramWires)) found = worse(found, standsInTheWay(ref, cellOf, false))
  return found
}

/** The wires that bring something: those from nodes that are switched off are left out. */
export function wiresLeft(cell: Cell, cellOf: CellOf): Readonly<Record<string, readonly Ref[]>> {
  if (cell.upstream.every((source) => gives(source.rest))) return cell.node.inputs
  const left = Object.entries(cell.node.inputs).map(
    ([port, wires]) => [port, wires.filter((ref) => !isOff(cellOf(ref.node)?.rest ?? null))] as const,
  )
  return Object.fromEntries(left)
}

const isOff = (rest: Rest | null): boolean => rest?.state === 'disabled' || rest?.state === 'skipped'

function canDoWithout(cell: Cell, port: string): boolean {
  const ports = cell.parsed?.ports.inputs ?? cell.kind?.inputs
  const arity = ports && Object.hasOwn(ports, port) ? ports[port]?.arity : 'one'
  return arity === 'optional' || arity === 'many'
}

function standsInTheWay(ref: Ref, cellOf: CellOf, optional: boolean): Rest | null {
  const source = cellOf(ref.node)
  const rest = source?.rest ?? null
  if (!source || !rest || gives(rest)) return null
  if (ref.port === ERROR_PORT && source.complaint) return null
  switch (rest.state) {
    case 'disabled':
      return optional ? null : { state: 'skipped', by: source.id }
    case 'skipped':
      return optional ? null : { state: 'skipped', by: rest.by }
    case 'stale':
      return { state: 'stale', held: 'above', reason: sentences.waitsFor(rest.by), by: rest.by }
    case 'blocked':
      return { state: 'blocked', by: rest.by }
    default:
      return { state: 'blocked', by: source.id }
  }
}

/** A failure above says more than a node that waits, and that more than one that is switched off; of equals the first. */
const WEIGHT: Readonly<Partial<Record<Rest['state'], number>>> = { blocked: 3, stale: 2, skipped: 1 }
const weigh = (rest: Rest | null): number => (rest ? (WEIGHT[rest.state] ?? 0) : 0)
const worse = (a: Rest | null, b: Rest | null): Rest | null => (weigh(b) > weigh(a) ? b : a)
