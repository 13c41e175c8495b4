/*
 * What the nodes above mean for a node: it runs, runs without some of its wires, or rests. Below a failure nodes are blocked;
 * below one that is switched off they are skipped, unless they can do without; below one that is not run by itself they wait.
 */
import { ERROR_PORT, type Ref } from '../graph'
import { sentences } from '../sentences'
import { blockedBy, gives, nameOf, type Cell, type Rest } from './cell'

type CellOf = (id: string) => Cell | undefined

export interface Obstacle {
  readonly source: Cell
  readonly rest: Rest
}

/** What keeps a node from running; null where every source it needs has values. */
export function obstacle(cell: Cell, cellOf: CellOf): Obstacle | null {
  if (cell.gate && !gives(cell.gate.rest)) return standsInTheWay(cell, cell.gate, '', false)
  if (cell.upstream.every((source) => gives(source.rest))) return null
  let found: Obstacle | null = null
  for (const [port, wires] of Object.entries(cell.node.inputs)) {
    for (const ref of wires) found = worse(found, standsInTheWay(cell, cellOf(ref.node), ref.port, canDoWithout(cell, port)))
  }
  for (const ref of Object.values(cell.node.paramWires)) found = worse(found, standsInTheWay(cell, cellOf(ref.node), ref.port, false))
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

function standsInTheWay(cell: Cell, source: Cell | undefined, port: string, optional: boolean): Obstacle | null {
  const rest = source?.rest ?? null
  if (!source || !rest || gives(rest)) return null
  if (port === ERROR_PORT && source.complaint) return null
  const own = source.part?.owner === cell.id // a hidden part of a node speaks for it
  switch (rest.state) {
    case 'disabled':
      return optional ? null : { source, rest: { state: 'skipped', by: nameOf(source) } }
    case 'skipped':
      return optional ? null : { source, rest }
    case 'stale':
      return { source, rest: own ? rest : { state: 'stale', held: 'above', reason: sentences.waitsFor(rest.by), by: rest.by } }
    default:
      return { source, rest: blockedBy(source) }
  }
}

/** A failure above says more than a node that waits, and that more than one that is switched off; of equals the first. */
const WEIGHT: Readonly<Partial<Record<Rest['state'], number>>> = { blocked: 3, stale: 2, skipped: 1 }
const weigh = (found: Obstacle | null): number => (found ? (WEIGHT[found.rest.state] ?? 0) : 0)
const worse = (a: Obstacle | null, b: Obstacle | null): Obstacle | null => (weigh(b) > weigh(a) ? b : a)
