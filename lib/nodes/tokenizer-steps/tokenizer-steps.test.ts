import { describe, expect, it } from 'vitest'
import { primer } from '../../../tests/model-service'
import { loadTokenizer, type TracedWord } from '../../engine/tokenizer'
import { runNode } from '../../graph/run-node'
import { lanesOf } from './lanes'
import golden from './tokenizer-steps.golden.json'
import { tokenizerSteps } from './tokenizer-steps'

const same = (token: string): string => token
const lit = (word: TracedWord, step: number): string[] =>
  lanesOf(word, step, same).lanes.flatMap(({ boxes }) => boxes.filter(({ tone }) => tone === 'lit').map(({ text }) => text))

describe('tokenizer-steps', async () => {
  const { tokenizer } = await primer()

  it.each(golden.cases)('tells the merges of “$text”', async ({ text, steps }) => {
    const { table } = await runNode(tokenizerSteps, { inputs: { text, tokenizer }, params: {} })
    expect(table.rows.map(([, , what, token, rank]) => ({ what, token, rank }))).toEqual(steps)
  })
  it('merges are a film: each step lights the newest box, lanes never overlap', () => {
    const word = tokenizer.engine.trace(' princess').words[0]!
    const { steps, characters } = lanesOf(word, 0, same)
    expect(characters).toHaveLength(9)
    for (let step = 1; step <= steps; step++) {
      const { lanes } = lanesOf(word, step, same)
      expect(lanes.flatMap(({ boxes }) => boxes)).toHaveLength(step)
      for (const { boxes } of lanes)
        for (const [i, box] of boxes.entries())
          for (const other of boxes.slice(i + 1)) expect(box.to <= other.from || other.to <= box.from).toBe(true)
    }
    expect(lit(word, 0)).toEqual(['Ġprincess'])
  })
  it('a walk lights what it found, and dashes what is not there', () => {
    const vocab = { '[UNK]': 0, un: 1, '##able': 2, '##a': 3 }
    const [word] = loadTokenizer({ model: { type: 'WordPiece', vocab } }).trace('unable').words
    expect(lit(word!, 0)).toEqual(['un', '##able'])
    expect(lanesOf(word!, 1, same).lanes).toEqual([{ boxes: [{ from: 0, to: 6, text: 'unable', tone: 'miss', note: 'look 1' }] }])
    const [bad] = loadTokenizer({ model: { type: 'WordPiece', vocab } }).trace('unx').words
    expect(lanesOf(bad!, 0, same).caption).toContain('the whole word is unknown')
  })
  it('a lattice lights one way, the second at step 2', () => {
    const vocab = [
      ['<unk>', 0],
      ['a', -2],
      ['b', -2],
      ['ab', -3],
    ]
    const [word] = loadTokenizer({ model: { type: 'Unigram', unk_id: 0, vocab } }).trace('ab').words
    expect([lit(word!, 0), lit(word!, 2)]).toEqual([['ab'], ['a', 'b']])
    expect(lanesOf(word!, 2, same).caption).toBe('Way 2 of the 2 best: log probability −4, 1 less than the best. 3 pieces fit.')
  })
})
