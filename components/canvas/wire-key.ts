/* A wire's name on its sheet, by the ends between which it is drawn. */
import type { SheetWire } from './model'

export const drawnEnds = (wire: SheetWire) => wire.ends ?? wire

export function wireKey(wire: SheetWire): string {
  const { from, to } = drawnEnds(wire)
  return `${from.node}.${from.port}>${to.node}.${to.port}`
}
