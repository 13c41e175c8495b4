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

const holds = (box: Box, { x, y }: Point): boolean =>
  x > box.x - GAP / 2 && x < box.x + box.width + GAP / 2 && y > box.y - GAP / 2 && y < box.y + box.body + AROUND_BODY

export function freeSpot(at: Point, taken: readonly Box[]): Point {
  let spot = at
  // Each step passes the right edge of one node, so there are at most as many steps as nodes.
  for (let steps = 0; steps <= taken.length; steps++) {
    const here = spot
    const under = taken.find((box) => holds(box, here))
    if (!under) break
    spot = { x: under.x + under.width + GAP, y: at.y }
  }
  return spot
}
