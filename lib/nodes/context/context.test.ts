import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { textDocuments, type HitsValue } from '../../values'
import { primer } from '../../../tests/model-service'
import golden from './context.golden.json'
import { context } from './context'

const texts = ['Mia lives in a castle. ', golden.text, 'Sam likes honey.']
const documents = textDocuments(texts.map((text, at) => ({ id: String(at), text })))
const found = (places: readonly number[]): HitsValue => ({
  hits: places.map((place, rank) => ({ place, score: 3 - rank, parts: [] })),
  documents,
  query: '',
  ranker: 'bm25',
})

describe('context', async () => {
  const { tokenizer } = await primer()
  const pack = (places: readonly number[], params: (typeof context.params)['_input'] = {}) =>
    runNode(context, { inputs: { hits: found(places), tokenizer }, params })
  const panels = async (places: readonly number[], params: (typeof context.params)['_input']) =>
    context.view!({
      in: { hits: found(places), tokenizer },
      out: await pack(places, params),
      params: context.params.parse(params),
      node: 'notes',
    })

  it('counts tokens as the tokenizer has them, to the last one', async () => {
    expect((await pack([1], { budget: golden.tokens })).text).toBe(golden.text)
    expect((await pack([1], { budget: golden.tokens - 1 })).text).toBe('')
  })
  it('goes on with what still fits, and lists what fell out', async () => {
    const { text, hits } = await pack([0, 1, 2], { budget: 12 })
    expect(text).toBe('Mia lives in a castle.\nSam likes honey.')
    expect(hits.hits.map(({ place }) => place)).toEqual([0, 2])
    expect(await panels([0, 1, 2], { budget: 12 })).toMatchObject([
      { panel: 'bars', bars: [{ note: 'document 0' }, { note: 'document 2' }] },
      { panel: 'text' },
      { panel: 'table', rows: [['1', 'Once upon a time, there…', golden.tokens]] },
    ])
  })
  it('puts them in the order asked for', async () => {
    expect((await pack([2, 0])).text).toBe('Sam likes honey.\nMia lives in a castle.')
    expect((await pack([2, 0], { order: 'best last' })).text).toBe('Mia lives in a castle.\nSam likes honey.')
    expect((await pack([2, 0], { order: 'as in the source' })).text).toBe('Mia lives in a castle.\nSam likes honey.')
  })
  it('of nothing is an empty text, and says so', async () => {
    expect((await pack([])).text).toBe('')
    expect(await panels([], {})).toMatchObject([{ panel: 'text' }])
  })
})
