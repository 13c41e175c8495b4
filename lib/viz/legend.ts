/* What the legend of a panel says: the scale and its two ends written out. */
import { number } from './numbers'
import type { AnyPanel, Scale } from './panels'

export interface Legend {
  readonly kind: Scale['kind']
  readonly low: string
  readonly high: string
  readonly of?: string
}

export function legendOf(panel: AnyPanel): Legend | null {
  switch (panel.panel) {
    case 'heat':
    case 'attention':
    case 'headGrid':
      return ofScale(panel.scale)
    case 'tokens':
      return panel.values ? { kind: 'sequential', low: '0', high: number(panel.values.high), of: panel.values.name } : null
    default:
      return null
  }
}

function ofScale(scale: Scale): Legend {
  const signed = scale.kind === 'diverging'
  const plus = (value: number): string => (signed && value > 0 ? '+' : '') + number(value)
  if (scale.by === 'row') return { kind: scale.kind, low: '0', high: 'row max' }
  if (!scale.clipped) return { kind: scale.kind, low: plus(scale.low), high: plus(scale.high) }
  return { kind: scale.kind, low: signed || scale.low !== 0 ? `≤ ${plus(scale.low)}` : plus(scale.low), high: `≥ ${plus(scale.high)}` }
}
