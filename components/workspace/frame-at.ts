/* The innermost frame whose inside holds a place, and the corner that places in it count from. */
import { insideOf, type SheetNode } from '../canvas'

interface Point {
  readonly x: number
  readonly y: number
}

export function frameAt(nodes: readonly SheetNode[], { x, y }: Point): { readonly node: SheetNode; readonly corner: Point } | null {
  let best: SheetNode | null = null
  for (const node of nodes) {
    if (!node.frame) continue
    const within = x >= node.x && y >= node.y && x < node.x + node.frame.width && y < node.y + node.frame.height
    // Frames come before what stands in them, so a later one is further inside. A definition's sheet is all its own.
    if (within || (node.frame.look === 'definition' && best === null)) best = node
  }
  if (!best?.frame) return null
  const inside = insideOf(best.frame.look)
  return { node: best, corner: { x: best.x + inside.x, y: best.y + inside.y } }
}
