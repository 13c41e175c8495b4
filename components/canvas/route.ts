/*
 * Orthogonal wires through the gutters: a wire leaves to the right, arrives from the left, and bends where no node stands.
 * Few candidate paths are tried (straight, one lane, two lanes and a crossing); the cheapest wins. Wires of one port may
 * run on each other's track, wires of different ports keep 8 apart. Not a general router: for that there is tidy.
 */
import type { Point, Rect } from './measure'

export interface Trip {
  /** Wires of one output share its name here, and so their trunk. */
  readonly net: string
  readonly from: Point
  readonly to: Point
}
export type Path = readonly Point[]

const LANE = 8
/** From a node's edge to the nearest lane. */
const CLEAR = 10
/** Lanes above and below a node, the middle of a gap of 24 first; neighbours are a lane apart. */
const AWAY = [12, 5, 20]
const BEND_COST = 24
const NODE_COST = 4000
const SHARE_COST = 160
/** Above the sheet's first pixels nothing is seen. */
const UNSEEN_COST = 800
const UNSEEN = 2
const MAX_NODES = 120

interface Track {
  readonly net: string
  readonly a: Point
  readonly b: Point
}

/** Paths in the order of `trips`. Short trips are laid first, since long ones have more ways to choose from. */
export function routeAll(trips: readonly Trip[], nodes: readonly Rect[]): readonly Path[] {
  const order = trips.map((_, index) => index).sort((a, b) => lengthOf(trips[a]!) - lengthOf(trips[b]!) || a - b)
  const tracks: Track[] = []
  const paths: Path[] = trips.map(() => [])
  for (const index of order) {
    const trip = trips[index]!
    const path = nodes.length > MAX_NODES ? plainPath(trip) : bestPath(trip, nodes, tracks)
    paths[index] = path
    for (let i = 0; i + 1 < path.length; i++) tracks.push({ net: trip.net, a: path[i]!, b: path[i + 1]! })
  }
  return paths
}

const lengthOf = ({ from, to }: Trip): number => Math.abs(from.x - to.x) + Math.abs(from.y - to.y) + (to.x < from.x ? 2000 : 0)

function plainPath({ from, to }: Trip): Path {
  const middle = to.x > from.x + 2 * LANE ? (from.x + to.x) / 2 : from.x + CLEAR
  return tidyPath([from, { x: middle, y: from.y }, { x: middle, y: to.y }, to])
}

function bestPath(trip: Trip, nodes: readonly Rect[], tracks: readonly Track[]): Path {
  let best: Path = plainPath(trip)
  let bestCost = costOf(best, trip.net, nodes, tracks, Infinity)
  const consider = (points: readonly Point[]) => {
    const path = tidyPath(points)
    const cost = costOf(path, trip.net, nodes, tracks, bestCost)
    if (cost < bestCost) [best, bestCost] = [path, cost]
  }
  const { from, to } = trip
  if (Math.abs(from.y - to.y) < 0.5 && to.x > from.x) consider([from, to])
  for (const x of lanesBetween(from, to)) consider([from, { x, y: from.y }, { x, y: to.y }, to])
  if (bestCost < lengthOf(trip) + 3 * BEND_COST) return best
  const outs = [1, 2, 3].map((lane) => from.x + CLEAR - 2 + (lane - 1) * LANE)
  const ins = [1, 2, 3].map((lane) => to.x - CLEAR + 2 - (lane - 1) * LANE)
  for (const y of crossings(trip, nodes)) {
    for (const x1 of outs) for (const x2 of ins) consider([from, { x: x1, y: from.y }, { x: x1, y }, { x: x2, y }, { x: x2, y: to.y }, to])
  }
  return best
}

/** Vertical lanes of the two gutters at the ends, and the middle. */
function lanesBetween(from: Point, to: Point): readonly number[] {
  const room = to.x - from.x
  if (room < 2 * LANE) return []
  if (room <= 40) return [room / 2, room / 2 - LANE, room / 2 + LANE].map((at) => from.x + at)
  return [0, 1, 2].flatMap((lane) => [to.x - CLEAR - 6 + LANE - lane * LANE, from.x + CLEAR + 6 - LANE + lane * LANE])
}

/** Horizontal lanes above and below every node that could stand in the way. */
function crossings({ from, to }: Trip, nodes: readonly Rect[]): readonly number[] {
  const found = new Set<number>()
  const left = Math.min(from.x, to.x) - 40
  const right = Math.max(from.x, to.x) + 40
  for (const node of nodes) {
    if (node.x > right || node.x + node.width < left) continue
    for (const away of AWAY) {
      found.add(node.y - away)
      found.add(node.y + node.height + away)
    }
  }
  return [...found]
}

function costOf(path: Path, net: string, nodes: readonly Rect[], tracks: readonly Track[], limit: number): number {
  let cost = Math.max(0, path.length - 2) * BEND_COST
  for (let i = 0; i + 1 < path.length && cost < limit; i++) {
    const a = path[i]!
    const b = path[i + 1]!
    cost += Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
    if (a.y < UNSEEN && b.y < UNSEEN) cost += UNSEEN_COST
    for (const node of nodes) if (meets(a, b, node)) cost += NODE_COST
    for (const track of tracks) cost += sharing(a, b, track, net)
  }
  return cost
}

/** Whether the stretch runs through the node or along its edge. Ends of a wire touch their own nodes from outside. */
function meets(a: Point, b: Point, node: Rect): boolean {
  const near = 5
  const left = Math.min(a.x, b.x)
  const right = Math.max(a.x, b.x)
  const top = Math.min(a.y, b.y)
  const bottom = Math.max(a.y, b.y)
  if (left === right)
    return left > node.x - near && left < node.x + node.width + near && bottom > node.y - near && top < node.y + node.height + near
  return top > node.y - near && top < node.y + node.height + near && right > node.x + 1 && left < node.x + node.width - 1
}

/** What lying on another wire's track costs; one's own trunk is free, so it is preferred. */
function sharing(a: Point, b: Point, track: Track, net: string): number {
  const upright = a.x === b.x
  if (upright !== (track.a.x === track.b.x)) return 0
  const apart = upright ? Math.abs(a.x - track.a.x) : Math.abs(a.y - track.a.y)
  if (apart >= LANE - 1) return 0
  const [low, high, trackLow, trackHigh] = upright
    ? [Math.min(a.y, b.y), Math.max(a.y, b.y), Math.min(track.a.y, track.b.y), Math.max(track.a.y, track.b.y)]
    : [Math.min(a.x, b.x), Math.max(a.x, b.x), Math.min(track.a.x, track.b.x), Math.max(track.a.x, track.b.x)]
  const common = Math.min(high, trackHigh) - Math.max(low, trackLow)
  if (common <= 0) return 0
  if (track.net === net) return apart < 0.5 ? -common : 0
  return SHARE_COST + 4 * common
}

/** Without points that lie on a straight line between their neighbours. */
function tidyPath(points: readonly Point[]): Path {
  const kept: Point[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (last && Math.abs(last.x - point.x) < 0.5 && Math.abs(last.y - point.y) < 0.5) continue
    const before = kept.at(-2)
    const straight = before && last && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    if (straight) kept.pop()
    kept.push(point)
  }
  return kept
}

/** SVG path with bends of the given radius, smaller where a stretch is short. */
export function rounded(path: Path, radius = 8): string {
  const at = (point: Point) => `${point.x} ${point.y}`
  let d = path[0] ? `M${at(path[0])}` : ''
  for (let i = 1; i + 1 < path.length; i++) {
    const [a, b, c] = [path[i - 1]!, path[i]!, path[i + 1]!]
    const before = Math.hypot(b.x - a.x, b.y - a.y)
    const after = Math.hypot(c.x - b.x, c.y - b.y)
    const bend = Math.min(radius, before / 2, after / 2)
    if (bend < 0.5) d += `L${at(b)}`
    else {
      const start = { x: b.x + ((a.x - b.x) * bend) / before, y: b.y + ((a.y - b.y) * bend) / before }
      const end = { x: b.x + ((c.x - b.x) * bend) / after, y: b.y + ((c.y - b.y) * bend) / after }
      d += `L${at(start)}Q${at(b)} ${at(end)}`
    }
  }
  const last = path.at(-1)
  return path.length > 1 && last ? d + `L${at(last)}` : d
}
