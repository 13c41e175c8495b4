/* One sentence or two for who cannot see a panel: what it is and what stands out. Computed from the numbers alone. */
import { heldWords, neighbourWords } from './bits'
import { describe, extent } from './mark'
import { large, number, percent, whole, withUnit } from './numbers'
import type { AnyPanel, AttentionPanel, HeatPanel } from './panels'
import { plainName } from './pieces'

export function summarise(panel: AnyPanel): string {
  const title = panel.title ? `${panel.title}. ` : ''
  return `${title}${body(panel)}`
}

function body(panel: AnyPanel): string {
  switch (panel.panel) {
    case 'text':
      return panel.parts.map((part) => part.text).join('') || 'Empty text.'
    case 'tokens':
      return `${whole(panel.tokens.length)} tokens.`
    case 'bits':
      return `${heldWords(panel)} as ${panel.format}: bits ${panel.bits.map(({ on }) => (on ? '1' : '0')).join('')}; ${neighbourWords(panel)}.`
    case 'number':
      return `${panel.label ?? 'Value'} ${withUnit(panel.value, panel.unit)}.`
    case 'bars':
      return `${panel.bars.length} bars. ${panel.bars
        .slice(0, 3)
        .map((bar) => `${panel.pieces ? plainName(bar.label) : bar.label} ${withUnit(bar.second ?? bar.value, panel.unit)}`)
        .join(', ')}.`
    case 'distribution':
      return `Odds over ${whole(panel.vocabulary)} tokens: ${panel.candidates
        .filter((entry) => !entry.cutBy)
        .slice(0, 3)
        .map((entry) => `${plainName(entry.piece)} ${percent(entry.p)}`)
        .join(', ')}. Entropy ${number(panel.entropyBits)} bits.`
    case 'heat':
      return `Map of ${panel.rows.count} by ${panel.columns.count}. ${strongest(panel)}`
    case 'attention':
      return `Attention of ${panel.head === null ? `layer ${panel.layer}, ${panel.aggregate ?? 'mean'} of its heads` : `head ${panel.layer}.${panel.head}`} over ${panel.tokens.length} tokens. ${strongest(panel)}`
    case 'headGrid':
      return `${panel.layers} layers of ${panel.heads} heads.`
    case 'histogram':
      return `${whole(panel.count)} numbers, mean ${number(panel.mean)}, deviation ${number(panel.deviation)}.${panel.grid ? ` A grid of ${whole(panel.grid.length)} steps lies over them.` : ''}`
    case 'table':
      return `Table of ${whole(panel.total)} rows and ${panel.columns.length} columns.`
    case 'scatter':
      return `${whole(panel.points.length / 2)} points, ${panel.x.name} against ${panel.y.name}.`
    case 'ribbons': {
      const found = panel.ribbons.filter((ribbon) => ribbon.lit).map((ribbon) => ribbon.id)
      return `${whole(panel.total)} chunks${panel.name ? ` of ${panel.name}` : ''}.${found.length > 0 ? ` Found here: ${found.join(', ')}.` : ''}`
    }
    case 'diff':
      return `${panel.parts.filter((part) => part.change === 'removed').length} parts removed, ${panel.parts.filter((part) => part.change === 'added').length} added.`
    case 'conversation':
      return panel.turns.map(({ role, text }) => `${role}: ${text}`).join('\n')
    case 'lattice': {
      const taken = panel.lanes.flatMap(({ boxes }) => boxes.filter(({ tone }) => tone === 'lit'))
      return `${panel.characters.join('')}: ${taken.map(({ text, note }) => plainName(text) + (note ? `, ${note}` : '')).join('; ') || 'nothing taken yet'}.`
    }
    case 'card':
      return [panel.badge?.words, panel.heading, panel.text].filter(Boolean).join('. ')
  }
}

/** The largest magnitude, in the words of its own card; in attention the last row counts, since it is what comes next. */
function strongest(panel: HeatPanel | AttentionPanel): string {
  const [rows, columns] = extent(panel)
  const first = panel.panel === 'attention' ? (rows - 1) * columns : 0
  let best = -1
  for (let place = first; place < panel.values.length; place++) {
    const value = Math.abs(panel.values[place]!)
    if (!Number.isNaN(value) && (best < 0 || value > Math.abs(panel.values[best]!))) best = place
  }
  if (best < 0) return 'No values yet.'
  const mark = describe(panel, [Math.floor(best / columns), best % columns])
  return panel.panel === 'attention' ? `Last row: ${mark.sentence}.` : `Largest: ${mark.sentence || large(panel.values[best]!)}.`
}
