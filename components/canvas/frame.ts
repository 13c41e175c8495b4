/* How a sheet is first seen: everything in its width, at full size where it fits, never so small that words go. */
import { boundsOf, rectOf, type Rect } from './measure'
import type { SheetShape } from './model'
import { placePortals } from './portal-places'

export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

const MARGIN = 16
const EMPTY_HEIGHT = 240
const SMALLEST = 0.76

/** All that is drawn: nodes, and the plates of wires to other sheets. */
export const contentOf = (model: SheetShape): Rect => boundsOf([...model.nodes.map(rectOf), ...placePortals(model).map(({ box }) => box)])

export function firstView(content: Rect, width: number): View {
  const zoom = Math.max(SMALLEST, Math.min(1, (width - 2 * MARGIN) / Math.max(1, content.width)))
  return { x: MARGIN - content.x * zoom, y: MARGIN - content.y * zoom, zoom }
}

/** Height of the sheet on the page, so that all of it is seen without scrolling inside it. */
export const pageHeight = (content: Rect, zoom: number): number =>
  content.height === 0 ? EMPTY_HEIGHT : Math.ceil(content.height * zoom) + 2 * MARGIN
