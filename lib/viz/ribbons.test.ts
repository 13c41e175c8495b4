import { describe, expect, test } from 'vitest'
import { documentsOf } from '../values'
import { describe as describeMark } from './mark'
import type { RibbonsPanel } from './panels'
import { ribbonLook, ribbonPieces } from './ribbons'
import { show } from './show'
import { panelToText } from './terminal'

const page = 'Tom has a fox. Mia has a castle.'
const documents = (ranges: readonly (readonly [number, number])[], text = page) =>
  documentsOf(
    ranges.map((range, at) => ({ id: String(at), text: text.slice(...range), metadata: {}, source: 0, range })),
    [{ name: 'page', text }],
  )

describe('ribbons', () => {
  const panel: RibbonsPanel = show.ribbons(
    documents([
      [0, 15],
      [8, 25],
    ]),
    { lit: new Map([[1, 'rank 1']]) },
  )
  test('cut the source wherever a chunk begins or ends', () => {
    const pieces = ribbonPieces(panel)
    expect(pieces).toEqual([
      { text: 'Tom has ', over: [0] },
      { text: 'a fox. ', over: [0, 1] },
      { text: 'Mia has a ', over: [1] },
      { text: 'castle.', over: [] },
    ])
    expect(pieces.map((piece) => ribbonLook(panel, piece))).toEqual([
      { chip: 1, lit: false },
      { chip: 1, again: 2, lit: true },
      { chip: 2, lit: true },
      { lit: false },
    ])
  })
  test('say where each lies and why it is lit', () => {
    expect(describeMark(panel, [1]).sentence).toBe('Chunk 1: characters 8 to 25, 7 shared with the one before, found: rank 1')
    expect(panelToText(panel).split('\n')).toEqual(['  0  0–15  Tom has a fox.', '* 1  8–25  a fox. Mia has a  (rank 1)'])
  })
  test('of a long source show the stretch around what was found', () => {
    const long = 'word '.repeat(2000)
    const far = show.ribbons(
      documents(
        [
          [0, 5],
          [9000, 9005],
        ],
        long,
      ),
      { lit: new Map([[1, '']]) },
    )
    expect([far.from <= 9000, far.from + far.text.length >= 9005, far.length]).toEqual([true, true, 10_000])
    expect(far.ribbons.map(({ id }) => id)).toEqual(['1'])
    expect(
      ribbonPieces(far)
        .map(({ text }) => text)
        .join(''),
    ).toBe(far.text)
  })
  test('of nothing is nothing', () => {
    expect(ribbonPieces(show.ribbons(documents([], '')))).toEqual([])
  })
})
