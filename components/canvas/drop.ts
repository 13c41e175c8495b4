/* What takes a node that is let go: the frame it stands in then, or a wire under its middle. Pure but for asking whether it fits. */
import { portPlace, rectOf as sizeOf, type Point } from './measure'
import type { SheetActions, SheetModel, SheetNode, SheetWire } from './model'
import { wireKey } from './wire-key'

export interface Dropped {
  readonly node: SheetNode
  readonly x: number
  readonly y: number
}

/** The innermost frame that holds the node's head; never itself or what stands in it. */
export function dropFrame(model: SheetModel, { node, x, y }: Dropped): string | null {
  const own = new Set([node.id])
  let best: string | null = null
  const at = { x: x + node.width / 2, y: y + 14 }
  for (const frame of model.nodes) {
    if (frame.parent !== undefined && own.has(frame.parent)) own.add(frame.id)
    if (!frame.frame || own.has(frame.id)) continue
    const box = sizeOf(frame)
    if (at.x > box.x && at.x < box.x + box.width && at.y > box.y && at.y < box.y + box.height) best = frame.id
  }
  return best
}

/** A wire that runs under the node between its ends, and that it fits into. */
export function dropWire(
  model: SheetModel,
  { node, x, y }: Dropped,
  actions: SheetActions,
): { readonly key: string; readonly wire: SheetWire } | null {
  const nodes = new Map(model.nodes.map((each) => [each.id, each]))
  const box = { ...sizeOf(node), x, y }
  for (const wire of model.wires) {
    if (wire.within !== node.parent || wire.ends) continue
    const from = endOf(nodes.get(wire.from.node), 'out', wire.from.port)
    const to = endOf(nodes.get(wire.to.node), 'in', wire.to.port)
    if (from && to && passes(from, to, box) && actions.mayInsert(node.id, wire)) return { key: wireKey(wire), wire }
  }
  return null
}

function endOf(node: SheetNode | undefined, side: 'in' | 'out', port: string): Point | null {
  const at = node && portPlace(node, side, port)
  return node && at ? { x: node.x + at.x, y: node.y + at.y } : null
}

/** Whether the straight line between the ends crosses the box's middle part. */
function passes(
  from: Point,
  to: Point,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): boolean {
  const middle = box.x + box.width / 2
  if (middle <= Math.min(from.x, to.x) || middle >= Math.max(from.x, to.x)) return false
  const y = from.y + ((to.y - from.y) * (middle - from.x)) / (to.x - from.x)
  return y > box.y && y < box.y + box.height
}
