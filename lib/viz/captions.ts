/* The words under a figure: the kind's own, or what must be said of every panel of its sort. */
import type { AnyPanel, AttentionPanel } from './panels'
import { axisName, plainName } from './pieces'

/** In a node only the kind's own words (else its title); alone on the screen also what a reader must know to read it. */
export function captionOf(panel: AnyPanel, size: 'node' | 'full'): string | undefined {
  if (size === 'node') return inNode(panel)
  if (panel.caption) return panel.caption
  return panel.panel === 'attention' ? attentionCaption(panel) : undefined
}

/** A node's map has no room for prose, but what was left out of it is said. */
function inNode(panel: AnyPanel): string | undefined {
  if (panel.panel === 'attention') return panel.sink === undefined ? undefined : `‘${sinkName(panel)}’ is left out; rows are shared anew.`
  return panel.caption ?? (panel.panel === 'card' ? undefined : panel.title)
}

function sinkName(panel: AttentionPanel): string {
  const token = panel.tokens[panel.sink ?? -1]
  return token ? (token.special ? axisName(token, 24).text : plainName(token.text)) : ''
}

function attentionCaption(panel: AttentionPanel): string {
  if (panel.sink !== undefined)
    return `‘${sinkName(panel)}’ is left out and each row is shared anew over the rest; the card keeps the number of the tensor. Attention is not explanation.`
  const absent = 'Cells above the diagonal do not exist: a token cannot read what comes after it.'
  if (panel.stage !== 'weights') return `Scores before softmax. ${absent}`
  return `Each row is one token’s share of attention and sums to 1. ${absent} Attention is not explanation.`
}
