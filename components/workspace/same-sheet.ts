/* Whether a sheet is the one there was: as much of the earlier model is kept as says the same. */
import type { SheetModel, SheetNode, SheetPort } from '../canvas'

/** The earlier model where every part is the same; at least the earlier shape where nothing moved. */
export function sameOr(before: SheetModel | undefined, next: SheetModel): SheetModel {
  if (!before || before.name !== next.name) return next
  const asText = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const wires = sameList(before.wires, next.wires, asText) ? before.wires : next.wires
  const portals = sameList(before.portals, next.portals, asText) ? before.portals : next.portals
  const nodes = sameList(before.nodes, next.nodes, Object.is) ? before.nodes : next.nodes
  if (nodes === before.nodes && wires === before.wires && portals === before.portals) return before
  const unmoved = wires === before.wires && portals === before.portals && sameList(before.nodes, nodes, sameOutside)
  return { name: next.name, nodes, wires, portals, shape: unmoved ? before.shape : { nodes, wires, portals } }
}

/** Whether a wire could not tell the two apart. */
const sameOutside = (a: SheetNode, b: SheetNode): boolean =>
  a === b ||
  (a.id === b.id &&
    a.x === b.x &&
    a.y === b.y &&
    a.parent === b.parent &&
    a.width === b.width &&
    a.body === b.body &&
    a.frame?.height === b.frame?.height &&
    samePorts(a.inputs, b.inputs) &&
    samePorts(a.outputs, b.outputs))

const samePorts = (a: readonly SheetPort[], b: readonly SheetPort[]): boolean =>
  sameList(a, b, (one, other) => one.name === other.name && one.type === other.type)

const sameList = <Item>(a: readonly Item[], b: readonly Item[], same: (a: Item, b: Item) => boolean): boolean =>
  a.length === b.length && a.every((item, index) => same(item, b[index]!))
