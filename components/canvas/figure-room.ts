/* Where a map's legend stands: in the node's foot where that has room for it, else nowhere; the card names both ends. */
import type { AnyPanel } from '../../lib/viz/panels'
import type { LiveNode, SheetNode } from './model'

const MAPS: readonly string[] = ['attention', 'heat', 'headGrid']
const ROOMY = 192

/** The panel whose legend the foot shows. */
export function legendPanel(node: SheetNode, view: LiveNode | null): AnyPanel | null {
  const [panel] = view?.panels ?? []
  if (!panel || view?.panels.length !== 1 || !MAPS.includes(panel.panel)) return null
  return node.width >= ROOMY || !view.foot?.right ? panel : null
}

/** A lone map leaves its legend to the foot. */
export const leavesLegend = (view: LiveNode): boolean => view.panels.length === 1 && MAPS.includes(view.panels[0]!.panel)
