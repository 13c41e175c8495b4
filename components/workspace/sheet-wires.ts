/* How wires are drawn: from port to port where both stand together, else from wall to wall. Captured values become ports of walls. */
import type { Ref } from '../../lib/graph/graph'
import type { SheetPortal, SheetWire } from '../canvas'
import { keptMembers, prefixOf, type Member, type SheetSource } from './members'
import { plainWires } from './node-wires'
import type { CardLookup } from './draw-node'

export type TypeOf = (node: string, port: string) => string

export interface Drawn {
  readonly wires: readonly SheetWire[]
  readonly portals: readonly SheetPortal[]
  /** Values from outside by the frame whose wall they come through. */
  readonly captured: ReadonlyMap<string, readonly Ref[]>
  /** Names of a frame's current values that are read inside. */
  readonly read: ReadonlyMap<string, ReadonlySet<string>>
}

export const capturedPort = ({ node, port }: Ref): string => `captured.${node}.${port}`
export const insidePort = (name: string): string => `inside.${name}`

interface Around {
  readonly card: CardLookup
  readonly typeOf: TypeOf
  /** All members that a wire of this sheet could come from. */
  readonly homes: ReadonlyMap<string, Member>
}

export function drawWires(block: SheetSource, { card, typeOf, homes }: Around): Drawn {
  const prefix = prefixOf(block)
  const wires = new Map<string, SheetWire & { others?: { from: Ref; to: Ref }[] }>()
  const portals: SheetPortal[] = []
  const captured = new Map<string, Map<string, Ref>>()
  const read = new Map<string, Set<string>>()

  const add = (from: Ref, to: Ref, start: Ref, end: Ref, within: string | undefined, type: string) => {
    const key = `${start.node}.${start.port}>${end.node}.${end.port}`
    const before = wires.get(key)
    if (before) before.others = [...(before.others ?? []), { from, to }]
    const plain = start.node === from.node && start.port === from.port && end.node === to.node && end.port === to.port
    if (!before)
      wires.set(key, { from, to, type, ...(plain ? {} : { ends: { from: start, to: end } }), ...(within === undefined ? {} : { within }) })
  }

  function lead(plain: Ref, to: Ref, path: readonly string[]): void {
    const self = block.type === 'define' && plain.node === block.name
    const from: Ref = { node: self ? plain.node : prefix + plain.node, port: plain.port }
    const around = path.lastIndexOf(from.node)
    const home = homes.get(from.node)
    const type = self && block.type === 'define' ? (block.inputs[plain.port] ?? 'any') : typeOf(from.node, from.port)
    let start: Ref | null = from
    let depth = home?.path.length ?? 0
    if (around >= 0) {
      depth = around + 1
      start = { node: from.node, port: insidePort(from.port) }
      read.set(from.node, (read.get(from.node) ?? new Set()).add(from.port))
    } else if (!home || !home.path.every((region, at) => path[at] === region)) return
    else if (home.sheet !== block.name) start = null
    for (let at = depth; at <= path.length; at++) {
      const wall = path[at]
      const end: Ref = wall === undefined ? to : { node: wall, port: capturedPort(from) }
      if (wall !== undefined) captured.set(wall, (captured.get(wall) ?? new Map<string, Ref>()).set(capturedPort(from), from))
      if (start) add(from, to, start, end, path[at - 1], type)
      else portals.push({ at: end, side: 'in', type, sheet: home?.sheet ?? '', node: from.node })
      start = end
    }
  }

  for (const { id, from: node, path } of keptMembers(block))
    for (const wire of plainWires(node, card(node.kind)?.region))
      lead(wire.from, { node: id, port: wire.port }, wire.inside ? [...path, id] : path)
  if (block.type === 'define')
    for (const [name, ref] of Object.entries(block.outputs)) lead(ref, { node: block.name, port: `output.${name}` }, [block.name])
  return {
    wires: [...wires.values()],
    portals,
    captured: new Map([...captured].map(([wall, refs]) => [wall, [...refs.values()]])),
    read,
  }
}

/** Wires to other sheets, at the ports they leave from. */
export function leavingPortals(
  block: SheetSource,
  others: readonly SheetSource[],
  { card, typeOf, homes }: Around,
): readonly SheetPortal[] {
  const found: SheetPortal[] = []
  for (const other of others) {
    if (other === block || other.type !== 'graph' || block.type !== 'graph') continue
    for (const { id, from: node } of keptMembers(other))
      for (const { from } of plainWires(node, card(node.kind)?.region)) {
        const home = homes.get(from.node)
        if (home?.sheet === block.name && home.path.length === 0)
          found.push({ at: from, side: 'out', type: typeOf(from.node, from.port), sheet: other.name, node: id })
      }
  }
  return found
}
