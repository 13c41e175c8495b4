import { describe as group, expect, test } from 'vitest'
import { describe, extent, tokenAt, walk } from './mark'
import type { AttentionPanel, HeatPanel } from './panels'
import { summarise } from './summary'

const token = (text: string, id: number, special = false) => ({ id, text, start: 0, end: 0, special })

// q·k = [−, 3√32] for the last row: s = 0 and 3, so A = 1 / (1 + e³) = 0.047426 and e³ / (1 + e³) = 0.952574
const attention: AttentionPanel = {
  panel: 'attention',
  values: new Float32Array([1, NaN, 0.04742587, 0.95257413]),
  scores: new Float32Array([0, NaN, 0, 3]),
  headSize: 32,
  layer: 0,
  head: 1,
  stage: 'weights',
  tokens: [token(' girl', 554), token(' named', 535)],
  scale: { kind: 'sequential', low: 0, high: 1 },
  source: { tensor: 'blocks.0.attn.hook_pattern', slice: [1, null, null], axes: ['head', 'query', 'key'] },
}

group('a cell of attention', () => {
  const mark = describe(attention, [1, 1])
  test('names its tensor, indices and value', () => {
    expect(mark.tensor).toBe('blocks.0.attn.hook_pattern')
    expect(mark.index).toBe('[1, 1, 1]')
    expect(mark.namedIndex).toBe('[head 1, query 1, key 1]')
    expect(mark.value).toBe('0.9526')
    expect(Math.fround(Number(mark.full))).toBe(attention.values[3])
  })
  test('says who reads whom', () => {
    expect(describe(attention, [1, 0]).sentence).toBe('named reads girl with 0.0474')
  })
  test('fills the formula with its numbers', () => {
    expect(mark.formula).toEqual([
      { left: 's', steps: ['q·k / √d', '16.97 / 5.657'], result: '3.000' },
      { left: 'A', steps: ['eˢ / Σ eˢ', '20.1 / 21.1'], result: '0.9526' },
    ])
  })
  test('a cell above the diagonal does not exist', () => {
    expect(describe(attention, [0, 1]).sentence).toBe('girl cannot read named, which comes after it')
    expect(describe(attention, [0, 1]).value).toBeUndefined()
  })
  test('large scores are written relative to the largest', () => {
    const far = { ...attention, scores: new Float32Array([0, NaN, 40, 43]) }
    expect(describe(far, [1, 1]).formula?.map((line) => line.left)).toEqual(['s', 'm', 'A'])
    expect(describe(far, [1, 1]).formula?.at(-1)?.result).toBe('0.9526')
  })
  test('the summary speaks of the last row', () => {
    expect(summarise(attention)).toBe('Attention of head 0.1 over 2 tokens. Last row: named reads named with 0.9526.')
  })
})

const heat: HeatPanel = {
  panel: 'heat',
  values: new Float32Array([1, -2, 3, 80.089371, NaN, 0]),
  rows: { name: 'position', count: 2, labels: [' a', ' girl'], pieces: true },
  columns: { name: 'dim', count: 3 },
  scale: { kind: 'diverging', low: -10, high: 10, clipped: true },
  window: { row: 8, column: 4, rows: 11, columns: 256 },
  source: { tensor: 'blocks.4.hook_resid_post', slice: [null, null] },
}

group('a cell of a window', () => {
  test('counts from the start of the tensor, not of the window', () => {
    const mark = describe(heat, [1, 0])
    expect(mark.index).toBe('[9, 4]')
    expect(mark.sentence).toBe('position 9 girl, dim 4: 80.0894')
    expect(mark.rows?.[0]).toEqual({ name: 'Scale', value: '±10, clipped beyond' })
  })
  test('an absent cell says so', () => {
    expect(describe(heat, [1, 1]).sentence).toBe('position 9 girl, dim 5 does not exist')
  })
  test('lights the token of its row', () => {
    expect(tokenAt(heat, [1, 0])).toBe(9)
  })
})

group('walking by keys', () => {
  test('starts at the last row of attention and stays inside', () => {
    expect(walk(attention, null, 'down')).toEqual([1, 0])
    expect(walk(attention, [1, 1], 'right')).toEqual([1, 1])
    expect(walk(attention, [1, 1], 'up')).toEqual([0, 1])
    expect(walk(attention, [0, 1], 'start')).toEqual([0, 0])
    expect(walk(attention, [1, 0], 'end')).toEqual([1, 1])
  })
  test('a list is walked by either pair of keys', () => {
    const bars = {
      panel: 'bars',
      bars: [
        { label: 'a', value: 1 },
        { label: 'b', value: 2 },
      ],
      high: 2,
    } as const
    expect(extent(bars)).toEqual([2, 1])
    expect(walk(bars, null, 'down')).toEqual([0])
    expect(walk(bars, [0], 'right')).toEqual([1])
    expect(walk(bars, [1], 'down')).toEqual([1])
    expect(walk(bars, null, 'up')).toEqual([1])
  })
})
