/* The mark of a chunk: where it lies in its source, what it shares with the one before, and why it is lit. */
import { whole } from '../numbers'
import type { RibbonsPanel } from '../panels'
import { makers, sentenceOf, type MarkDescription, type MarkPlace, type Words } from './description'

export function describeRibbon(panel: RibbonsPanel, [place = 0]: MarkPlace): MarkDescription {
  const ribbon = panel.ribbons[place]
  if (!ribbon) return { words: [], sentence: '' }
  const words: Words[] = [{ text: `Chunk ${ribbon.id}` }]
  const range = `characters ${whole(ribbon.start)} to ${whole(ribbon.end)}`
  const before = panel.ribbons[place - 1]
  const shared = before ? Math.max(0, before.end - ribbon.start) : 0
  return {
    words,
    sentence: `${sentenceOf(words, range)}${shared > 0 ? `, ${whole(shared)} shared with the one before` : ''}${ribbon.note ? `, found: ${ribbon.note}` : ''}`,
    value: `${whole(ribbon.end - ribbon.start)} characters`,
    rows: [
      { name: 'Source', value: panel.name },
      { name: 'Range', value: `${whole(ribbon.start)} to ${whole(ribbon.end)}`, mono: true },
      ...(shared > 0 ? [{ name: 'Shared', value: `${whole(shared)} with the one before` }] : []),
      ...(ribbon.note ? [{ name: 'Found', value: ribbon.note }] : []),
      ...makers(panel),
    ],
  }
}
