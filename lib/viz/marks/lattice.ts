/* Marks of a lattice and of a conversation: a box over its characters, a turn. */
import type { ConversationPanel, LatticeBox, LatticePanel } from '../panels'
import { plainName } from '../pieces'
import { makers, sentenceOf, type MarkDescription, type MarkPlace, type Words } from './description'

/** Boxes in order, lane after lane. */
export const boxesOf = (panel: LatticePanel): readonly LatticeBox[] => panel.lanes.flatMap(({ boxes }) => boxes)

/** Place of the first box of each lane. */
export function laneStarts({ lanes }: LatticePanel): number[] {
  let next = 0
  return lanes.map(({ boxes }) => (next += boxes.length) - boxes.length)
}

const SAYS: Readonly<Record<LatticeBox['tone'], string>> = {
  lit: 'taken',
  plain: 'made before',
  faint: 'fits, not taken',
  miss: 'looked for, not there',
}

export function describeBox(panel: LatticePanel, [place = 0]: MarkPlace): MarkDescription {
  const box = boxesOf(panel)[place]
  if (!box) return { words: [], sentence: '' }
  const words: Words[] = [{ text: plainName(box.text), piece: true }]
  return {
    words,
    sentence: sentenceOf(words, [SAYS[box.tone], box.note].filter(Boolean).join(', ')),
    value: box.note ?? SAYS[box.tone],
    rows: [
      { name: 'Characters', value: `${box.from + 1} to ${box.to}`, mono: true },
      { name: 'State', value: SAYS[box.tone] },
      ...(box.note ? [{ name: 'Note', value: box.note }] : []),
      ...makers(panel),
    ],
  }
}

export function describeTurn(panel: ConversationPanel, [place = 0]: MarkPlace): MarkDescription {
  const turn = panel.turns[place]
  if (!turn) return { words: [], sentence: '' }
  const words: Words[] = [{ text: turn.role }]
  const length = `${[...turn.text].length} characters`
  return { words, sentence: sentenceOf(words, length), value: length, rows: [{ name: 'Turn', value: String(place + 1) }, ...makers(panel)] }
}
