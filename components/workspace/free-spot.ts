/* Where a new node stands: where it was asked for, or the next place to the right that is free. */
interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly body: number
}
interface Point {
  readonly x: number
  readonly y: number
}

/** Head, foot and a few port rows, about: a node's height beyond its body. */
const AROUND_BODY = 112
const GAP = 32

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + GAP / 2 && b.x < a.x + a.width + GAP / 2 && a.y < b.y + b.body + AROUND_BODY && b.y < a.y + a.body + AROUND_BODY

export function freeSpot(at: Point, size: { readonly width: number; readonly body: number }, taken: readonly Box[]): Point {
  let { x } = at
  // Each step passes the right edge of one node, so there are at most as many steps as nodes.
  for (let steps = 0; steps <= taken.length; steps++) {
    const here = { x, y: at.y, ...size }
    const hit = taken.find((box) => overlaps(here, box))
    if (!hit) break
    x = hit.x + hit.width + GAP
  }
  return { x, y: at.y }
}
