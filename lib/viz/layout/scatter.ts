/*
 * Where the points of a scatter stand, which of their labels are written, and which point lies next in a direction. Widths of
 * text are reckoned, so that page, SVG and terminal agree. Nothing is painted here.
 */
import { number } from '../numbers'
import type { ScatterPanel } from '../panels'
import type { Step } from '../marks/description'

export interface ScatterPoint {
  /** Place among the points. */
  readonly place: number
  readonly x: number
  readonly y: number
}
export interface ScatterLabel {
  readonly place: number
  readonly text: string
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}
export interface ScatterLayout {
  readonly points: readonly ScatterPoint[]
  readonly labels: readonly ScatterLabel[]
  /** The plot in px: its left, top, right and bottom. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number]
  /** Lines at zero, where zero lies inside. */
  readonly zero: { readonly x?: number; readonly y?: number }
  /** The ends of both axes in words. */
  readonly ends: { readonly x: readonly [string, string]; readonly y: readonly [string, string] }
}

export interface ScatterRequest {
  readonly width: number
  readonly height: number
  readonly font: number
  /** Longest label in letters. */
  readonly most: number
}

export const RADIUS = 3.5
const PAD = 10
const GAP = 4

export function layoutScatter(panel: ScatterPanel, { width, height, font, most }: ScatterRequest): ScatterLayout {
  const places = drawn(panel)
  const spans = [0, 1].map((axis) => spanOf(panel, places, axis)) as [Span, Span]
  const room = [width - 2 * PAD, height - 2 * PAD] as const
  const scales = spans.map(({ low, high }, axis) => room[axis]! / (high - low)) as [number, number]
  if (panel.equal) scales[0] = scales[1] = Math.min(...scales)
  const centre = spans.map(({ low, high }) => (low + high) / 2) as [number, number]
  const at = (axis: 0 | 1, value: number): number =>
    axis === 0 ? width / 2 + (value - centre[0]) * scales[0] : height / 2 - (value - centre[1]) * scales[1]
  const points = places.map((place) => ({ place, x: at(0, panel.points[2 * place]!), y: at(1, panel.points[2 * place + 1]!) }))
  const inside = (place: number, end: number): boolean => place > 0 && place < end
  const [zeroX, zeroY] = [at(0, 0), at(1, 0)]
  return {
    points,
    labels: writtenLabels(panel, points, width, height, font, most),
    box: [0, 0, width, height],
    zero: { ...(inside(zeroX, width) ? { x: zeroX } : {}), ...(inside(zeroY, height) ? { y: zeroY } : {}) },
    ends: { x: endsOf(centre[0], scales[0], width), y: endsOf(centre[1], scales[1], height) },
  }
}

/** What stands at both ends of an axis, rounded as all numbers of a figure. */
function endsOf(centre: number, scale: number, length: number): readonly [string, string] {
  const half = length / 2 / scale
  return [number(rounded(centre - half, half)), number(rounded(centre + half, half))]
}

/** To two digits of the span: ends are marks on a ruler, not measurements. */
function rounded(value: number, half: number): number {
  let step = 1
  while (step > half / 10) step /= 10
  while (step * 100 <= half) step *= 10
  return Number((Math.round(value / step) * step).toPrecision(6))
}

/** Places of the points that have both numbers. */
export const drawn = ({ points }: ScatterPanel): number[] =>
  Array.from({ length: points.length / 2 }, (_, place) => place).filter(
    (place) => Number.isFinite(points[2 * place]!) && Number.isFinite(points[2 * place + 1]!),
  )

interface Span {
  readonly low: number
  readonly high: number
}
function spanOf({ points }: ScatterPanel, places: readonly number[], axis: number): Span {
  let [low, high] = [Infinity, -Infinity]
  for (const place of places) {
    const value = points[2 * place + axis]!
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return { low: -1, high: 1 }
  // Points that are all at one place stand in the middle.
  return low === high ? { low: low - 1, high: high + 1 } : { low, high }
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}
const apart = (a: Box, b: Box): boolean => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top

/** Labels beside their points, right or left, in their order; those that would lie on others are left to the card. */
function writtenLabels(
  panel: ScatterPanel,
  points: readonly ScatterPoint[],
  width: number,
  height: number,
  font: number,
  most: number,
): readonly ScatterLabel[] {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - RADIUS, right: x + RADIUS, top: y - RADIUS, bottom: y + RADIUS }))
  const labels: ScatterLabel[] = []
  for (const { place, x, y } of points) {
    const text = shortened(panel.labels?.[place] ?? '', most)
    if (text === '') continue
    const wide = [...text].length * font * 0.62
    for (const anchor of ['start', 'end'] as const) {
      const from = anchor === 'start' ? x + RADIUS + GAP : x - RADIUS - GAP - wide
      const box: Box = { left: from, right: from + wide, top: y - font * 0.55, bottom: y + font * 0.55 }
      if (box.left < 0 || box.right > width || box.top < 0 || box.bottom > height) continue
      if (!taken.every((other) => apart(box, other))) continue
      taken.push(box)
      labels.push({ place, text, x: anchor === 'start' ? from : from + wide, y: y + font * 0.34, anchor })
      break
    }
  }
  return labels
}

function shortened(text: string, most: number): string {
  const letters = [...text.trim()]
  return letters.length > most
    ? `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : letters.join('')
}

/** The nearest point in a direction: those that lie more along it than across. Start and end are the leftmost and the rightmost. */
export function walkPoints(panel: ScatterPanel, from: number | null, step: Step): number {
  const places = drawn(panel)
  if (places.length === 0) return 0
  const { points } = panel
  const spans = [0, 1].map((axis) => spanOf(panel, places, axis))
  const coordinate = (place: number, axis: 0 | 1): number => {
    const unit = panel.equal ? 1 : spans[axis]!.high - spans[axis]!.low
    return points[2 * place + axis]! / unit
  }
  const byX = [...places].sort((a, b) => coordinate(a, 0) - coordinate(b, 0) || a - b)
  if (step === 'start' || from === null) return byX[0]!
  if (step === 'end') return byX.at(-1)!
  const axis = step === 'left' || step === 'right' ? 0 : 1
  const way = step === 'right' || step === 'up' ? 1 : -1
  let [best, nearest] = [from, Infinity]
  for (const place of places) {
    const along = way * (coordinate(place, axis) - coordinate(from, axis))
    const across = Math.abs(coordinate(place, axis === 0 ? 1 : 0) - coordinate(from, axis === 0 ? 1 : 0))
    if (along <= 0 || across > along) continue
    const distance = along * along + across * across
    if (distance < nearest) [best, nearest] = [place, distance]
  }
  return best
}
