/* The grid laid over a histogram: where its steps stand, and what is said of them. No drawing. */
import { whole } from './numbers'
import type { HistogramPanel } from './panels'

/** Closer than this, lines would be a grey field and no longer numbers. */
const CLOSEST = 3

/** Places of the steps that lie within the histogram, in px from its left; none where they stand too close. */
export function gridPlaces(panel: HistogramPanel, low: number, end: number, width: number): readonly number[] {
  const inside = (panel.grid ?? []).filter((step) => step >= low && step <= end)
  const places = inside.map((step) => ((step - low) / (end - low || 1)) * width)
  return places.every((place, i) => i === 0 || place - places[i - 1]! >= CLOSEST) ? places : []
}

/** `16 steps`, or that they are too close to be drawn; nothing without a grid. */
export function gridWords(panel: HistogramPanel, low: number, end: number, width: number): string {
  if (!panel.grid) return ''
  const steps = `${whole(panel.grid.length)} steps`
  const drawn = gridPlaces(panel, low, end, width).length
  if (drawn === 0) return `${steps}, too close to be drawn`
  return drawn === panel.grid.length ? `${steps}, one line each` : `${steps}, ${whole(drawn)} of them within these numbers`
}

/** How tall, in px, the bar is that a step runs through. */
export function barUnder(panel: HistogramPanel, low: number, end: number, width: number, place: number, high: number): number {
  const value = low + (place / width) * (end - low)
  const most = Math.max(1, ...panel.bins.map((bin) => bin.count))
  const bin = panel.bins.find(({ from, to }) => value >= from && value < to)
  return bin ? (high * bin.count) / most : 0
}
