/* How a lone map and its legend share a node: the legend stands in the foot, or in the figure where the foot has words of its own. */
import type { AnyPanel } from '../../lib/viz/panels'
import { lookOf } from '../controls'
import type { LiveNode, SheetNode } from './model'

const MAPS: readonly string[] = ['attention', 'heat', 'headGrid']
const SHRINKS: readonly string[] = ['heat', 'scatter']
/** Narrower nodes show no legend; the card names both ends. */
const ROOMY = 192
const PADDING = 14
const LEGEND = 24

const loneMap = (view: LiveNode | null): AnyPanel | null => {
  const [panel] = view?.panels ?? []
  return panel && view?.panels.length === 1 && MAPS.includes(panel.panel) ? panel : null
}

/** A shape, or what was measured, says more in the foot than two ends. An attention map has its head named in the strip. */
const inFigure = (node: SheetNode, view: LiveNode | null): boolean =>
  node.width >= ROOMY && node.inline.length === 0 && loneMap(view)?.panel === 'heat' && Boolean(view?.foot?.left || view?.foot?.right)

/** The panel whose legend the foot shows. */
export function legendPanel(node: SheetNode, view: LiveNode | null): AnyPanel | null {
  const panel = loneMap(view)
  return panel && node.width >= ROOMY && !inFigure(node, view) ? panel : null
}

/** A lone map leaves its legend to the foot, or to nobody. */
export const leavesLegend = (node: SheetNode, view: LiveNode): boolean => loneMap(view) !== null && !inFigure(node, view)

/** Room for a lone map, so that none of it is cut; lists scroll instead. */
export function heightFor(node: SheetNode, view: LiveNode): number | undefined {
  const above = inlineHeight(node)
  const [panel] = view.panels
  if (view.panels.length !== 1 || !SHRINKS.includes(panel!.panel) || above === null) return undefined
  return node.body - PADDING - above - (inFigure(node, view) ? LEGEND : 0)
}

const LINE = 28
const GAP = 6
const BEFORE_FIGURE = 8
/** Null where a text fills what is left. */
function inlineHeight({ inline }: SheetNode): number | null {
  if (inline.length === 0) return 0
  const oneLine = inline.every(({ schema }) => ['number', 'slider', 'segmented', 'select', 'switch', 'text'].includes(lookOf(schema)))
  return oneLine ? inline.length * (LINE + GAP) - GAP + BEFORE_FIGURE : null
}
