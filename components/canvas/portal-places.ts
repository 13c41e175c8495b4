/*
 * Where the plates of wires to other sheets stand: beside their port where nothing is, else under their node. Each with the
 * wire that leads to it. A plate's width is reckoned from its words, so that nothing is measured.
 */
import { heightOf, portPlace, rectOf, type Point, type Rect } from './measure'
import type { Ref } from '../../lib/graph/graph'
import type { SheetShape, SheetNode, SheetPortal } from './model'

export const PLATE = 20
const AWAY = 16
const LANE = 8
/** Wide enough for the widest of the fallback faces. */
const LETTER = 7.4
const WIDEST = 128

export interface PlacedPortal {
  readonly portal: SheetPortal
  readonly words: string
  readonly box: Rect
  /** From the port to the plate. */
  readonly path: readonly Point[]
}

export function placePortals(model: SheetShape): readonly PlacedPortal[] {
  const nodes = new Map(model.nodes.map((node) => [node.id, node]))
  const taken: Rect[] = model.nodes.map(rectOf)
  return gather(model.portals).flatMap((portal) => {
    const node = nodes.get(portal.at.node)
    const port = node && portPlace(node, portal.side, portal.at.port)
    if (!node || !port) return []
    const busy = model.wires.some(({ from, to }) => samePort(portal.side === 'out' ? from : to, portal.at))
    const placed = place(portal, node, { x: node.x + port.x, y: node.y + port.y }, taken, busy)
    taken.push(placed.box)
    return [placed]
  })
}

const samePort = (a: Ref, b: Ref): boolean => a.node === b.node && a.port === b.port

/** `busy`: other wires of this port leave it beside, so the plate goes under the node. */
function place(portal: SheetPortal, node: SheetNode, port: Point, taken: readonly Rect[], busy: boolean): PlacedPortal {
  const words = portal.sheet
  const width = Math.min(WIDEST, Math.ceil(34 + LETTER * words.length))
  const out = portal.side === 'out'
  const beside: Rect = { x: out ? port.x + AWAY : port.x - AWAY - width, y: port.y - PLATE / 2, width, height: PLATE }
  if (!busy && beside.x >= 0 && !taken.some((rect) => meets(beside, rect))) {
    return { portal, words, box: beside, path: [port, { x: out ? beside.x : beside.x + width, y: port.y }] }
  }
  const side = out ? node.x + node.width - width : node.x
  const bottom = node.y + heightOf(node)
  let box: Rect = { x: side, y: bottom + 3, width, height: PLATE }
  for (let row = 1; row < 8 && taken.some((rect) => meets(box, rect)); row++) box = { ...box, y: bottom + 3 + row * (PLATE + 3) }
  const lane = out ? port.x + LANE : port.x - LANE
  const middle = box.y + PLATE / 2
  return { portal, words, box, path: [port, { x: lane, y: port.y }, { x: lane, y: middle }, { x: out ? box.x + width : box.x, y: middle }] }
}

const meets = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width + 2 && b.x < a.x + a.width + 2 && a.y < b.y + b.height + 2 && b.y < a.y + a.height + 2

/** One plate for all wires of a port that lead to the same sheet. */
function gather(portals: readonly SheetPortal[]): readonly SheetPortal[] {
  const kept = new Map<string, SheetPortal>()
  for (const portal of portals) {
    const key = `${portal.side}${portal.at.node}.${portal.at.port}>${portal.sheet}`
    if (!kept.has(key)) kept.set(key, portal)
  }
  return [...kept.values()]
}

/** What the plates under a node need beyond the gap between rows, which takes one. */
export function roomBelow({ portals }: Pick<SheetShape, 'portals'>, id: string): number {
  const count = (side: 'in' | 'out') =>
    new Set(portals.filter(({ at, side: mine }) => at.node === id && mine === side).map(({ at, sheet }) => `${at.port}>${sheet}`)).size
  return (PLATE + 3) * Math.max(0, Math.max(count('in'), count('out')) - 1)
}
