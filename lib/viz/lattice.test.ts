import { describe, expect, test } from 'vitest'
import { describe as markOf, extent, walk } from './mark'
import { laneStarts } from './marks/lattice'
import { sceneOf } from './scene'
import { show } from './show'
import { summarise } from './summary'
import { panelToText } from './terminal'

const tree = show.lattice(
  ['c', 'a', 't'],
  [
    { boxes: [{ from: 0, to: 2, text: 'ca', tone: 'plain', note: 'step 1, rank 7' }] },
    { boxes: [{ from: 0, to: 3, text: 'cat', tone: 'lit', note: 'step 2, rank 9' }] },
  ],
)
const talk = show.conversation({
  turns: [
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Hello\nyou' },
  ],
})

describe('a lattice', () => {
  test('marks go through the boxes, lane after lane', () => {
    expect(extent(tree)).toEqual([2, 1])
    expect(laneStarts(tree)).toEqual([0, 1])
    expect(walk(tree, [0], 'down')).toEqual([1])
    expect(markOf(tree, [1]).sentence).toContain('taken, step 2, rank 9')
    expect(markOf(tree, [2]).sentence).toBe('')
  })
  test('says what is taken, and stands under its characters', () => {
    expect(summarise(tree)).toBe('cat: cat, step 2, rank 9.')
    expect(panelToText(tree)).toBe(' cat\n(ca) step 1, rank 7\n[cat] step 2, rank 9')
    expect(sceneOf(tree).marks.filter(({ is }) => is === 'rect')).toHaveLength(2)
  })
})

test('a conversation is told turn by turn', () => {
  expect(panelToText(talk)).toBe('user:\n  Hi\nassistant:\n  Hello\n  you')
  expect(extent(talk)).toEqual([2, 1])
  expect(markOf(talk, [1]).sentence).toContain('assistant')
})
