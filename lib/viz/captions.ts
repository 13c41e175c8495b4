/* The words under a figure: the kind's own, or what must be said of every panel of its sort. */
import type { AnyPanel, AttentionPanel } from './panels'
import { axisName, plainName } from './pieces'

/** In a node only the kind's own words (else its title); alone on the screen also what a reader must know to read it. */
export function captionOf(panel: AnyPanel, size: 'node' | 'full'): string | undefined {
  if (size === 'node') return panel.caption ?? (panel.panel === 'card' ? undefined : panel.title)
  if (panel.caption) return panel.caption
  return panel.panel === 'attention' ? attentionCaption(panel) : undefined
}

function attentionCaption(panel: AttentionPanel): string {
  const sink = panel.sink === undefined ? undefined : panel.tokens[panel.sink]
  if (sink)
    return `‘${sink.special ? axisName(sink, 24).text : plainName(sink.text)}’ is left out and each row is shared anew over the rest; the card keeps the number of the tensor. Attention is not explanation.`
  const absent = 'Cells above the diagonal do not exist: a token cannot read what comes after it.'
  if (panel.stage !== 'weights') return `Scores before softmax. ${absent}`
  return `Each row is one token’s share of attention and sums to 1. ${absent} Attention is not explanation.`
}
