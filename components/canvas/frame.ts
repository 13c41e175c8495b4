/* How a sheet is first seen: everything in its width, at full size where it fits, never so small that words go. */
import { boundsOf, rectOf, type Rect } from './measure'
import type { SheetModel } from './model'

export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

const MARGIN = 16
const EMPTY_HEIGHT = 240
const SMALLEST = 0.76
const PORTAL = 132

/** All that is drawn: nodes, and the plates of wires to other sheets. */
export function contentOf(model: SheetModel): Rect {
  const nodes = new Map(model.nodes.map((node) => [node.id, node]))
  const portals = model.portals.flatMap((portal) => {
    const node = nodes.get(portal.at.node)
    if (!node) return []
    return [{ x: portal.side === 'in' ? node.x - PORTAL : node.x + node.width, y: node.y, width: PORTAL, height: 20 }]
  })
  return boundsOf([...model.nodes.map(rectOf), ...portals])
}

export function firstView(content: Rect, width: number): View {
  const zoom = Math.max(SMALLEST, Math.min(1, (width - 2 * MARGIN) / Math.max(1, content.width)))
  return { x: MARGIN - content.x * zoom, y: MARGIN - content.y * zoom, zoom }
}

/** Height of the sheet on the page, so that all of it is seen without scrolling inside it. */
export const pageHeight = (content: Rect, zoom: number): number =>
  content.height === 0 ? EMPTY_HEIGHT : Math.max(EMPTY_HEIGHT, Math.ceil(content.height * zoom) + 2 * MARGIN)
