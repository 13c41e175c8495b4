/* Writing on with the embedded model, against transformers' greedy continuations in tests/oracles/primer-6m; and with models made of a table. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { generate, type GenerateOptions } from '.'
import { folderSource } from '../files/folder'
import { loadModel } from '../load-model'
import { loadTokenizer } from '../tokenizer'
import { EngineFailure, type Decoder, type EngineTokenizer, type LoadedModel } from '../types'

const { cases } = JSON.parse(readFileSync('tests/oracles/primer-6m/reference.json', 'utf8')) as {
  cases: { ids: number[]; greedy_ids: number[]; greedy_text: string; top10: { id: number; logprob: number }[] }[]
}
const base: GenerateOptions = { most: 20, greedy: true, random: () => 0 }

describe('the embedded model', () => {
  let model: LoadedModel
  let tokenizer: EngineTokenizer
  beforeAll(async () => {
    const loaded = await loadModel(folderSource('public/models/primer-6m'), { backend: 'ort' })
    model = loaded.model
    tokenizer = loaded.tokenizer
  })

  test.each(cases.map((each, i) => [i, each] as const))('greedy text of case %i', async (_, { ids, greedy_ids, greedy_text, top10 }) => {
    // The reference goes on behind end tokens; none is set here.
    const result = await generate(model, tokenizer, ids, { ...base, most: greedy_ids.length, endTokens: [], favourites: 10 })
    expect(result.ids).toEqual(greedy_ids)
    expect(result.text).toBe(greedy_text)
    expect(result.stopReason).toBe('most')
    result.steps[0]!.top.forEach(({ p }, i) => expect(Math.log(p)).toBeCloseTo(top10[i]!.logprob, 3))
  })

  test('an end token stops it, is the last id and not in the text', async () => {
    const { ids, greedy_ids } = cases.find((each) => each.greedy_ids.includes(0))!
    const result = await generate(model, tokenizer, ids, { ...base, most: 100 })
    expect(result.ids).toEqual(greedy_ids.slice(0, greedy_ids.indexOf(0) + 1))
    expect(result.stopReason).toBe('end')
    expect(result.text).not.toContain('<|endoftext|>')
  })

  test('the context ends it', async () => {
    const ids = Array.from({ length: 510 }, () => 435)
    const result = await generate(model, tokenizer, ids, { ...base, endTokens: [] })
    expect(result).toMatchObject({ stopReason: 'context' })
    expect(result.ids).toHaveLength(2)
    const full = await generate(model, tokenizer, [...ids, 435, 435], base)
    expect(full).toMatchObject({ stopReason: 'context', ids: [], text: '' })
    await expect(generate(model, tokenizer, [...ids, 435, 435, 435], base)).rejects.toThrow(
      'The prompt has 513 tokens; primer-6m reads at most 512.',
    )
  })
})

const bytes = loadTokenizer(readFileSync('public/models/primer-6m/tokenizer.json', 'utf8'))

/** Says the ids of a list, one after the other. */
function parrot(script: readonly number[]): LoadedModel {
  const decoder = (): Decoder => {
    let at = 0
    return {
      length: 0,
      step: async () => {
        const logits = new Float32Array(4096)
        logits[script[at++ % script.length]!] = 20
        return logits
      },
      dispose: () => {},
    }
  }
  return {
    name: 'parrot',
    spec: { context: 512, vocabulary: 4096, eosTokenIds: [0] },
    decoder: async () => decoder(),
  } as unknown as LoadedModel
}

describe('text that streams', () => {
  const say = (text: string): number[] => [...bytes.encode(text, { addSpecialTokens: false }).ids]
  async function stream(script: readonly number[], options: Partial<GenerateOptions> = {}) {
    const shown: string[] = []
    const result = await generate(parrot(script), bytes, [435], {
      ...base,
      most: script.length,
      onToken: (_, { text }) => void shown.push(text),
      ...options,
    })
    return { ...result, shown }
  }

  test('half characters wait for the other half', async () => {
    const script = say('🐈🐈')
    expect(script.length).toBeGreaterThan(2)
    const { shown, text } = await stream(script)
    expect(text).toBe('🐈🐈')
    for (const part of shown) expect(['', '🐈', '🐈🐈']).toContain(part)
  })

  test('what stays half is shown at the end', async () => {
    const { text } = await stream(say('🐈').slice(0, 1))
    expect(text).toBe('\ufffd')
  })

  test('a stop text is cut off, and its beginning never shown', async () => {
    const script = say('One. Two. Three.')
    const { text, shown, stopReason } = await stream(script, { stops: ['. Th', '!'] })
    expect(text).toBe('One. Two')
    expect(stopReason).toBe('stop')
    for (const part of shown) expect('One. Two'.startsWith(part)).toBe(true)
  })

  test('a beginning of a stop text that comes to nothing is shown', async () => {
    expect((await stream(say('One. Two'), { stops: ['Two!'] })).text).toBe('One. Two')
  })

  test('odds of each step: the model’s own, and those of the draw', async () => {
    const { steps } = await stream([5, 6], { greedy: false, stages: [{ topK: 1 }] })
    expect(steps[0]).toMatchObject({ id: 5, drawn: 1 })
    expect(steps[0]!.p).toBeLessThan(1)
    expect(steps[0]!.top[0]).toEqual({ id: 5, p: steps[0]!.p })
    expect(steps[0]!.top).toHaveLength(5)
  })

  test('an abort ends it', async () => {
    const abort = new AbortController()
    const run = stream([5, 6, 7], { signal: abort.signal, onToken: () => abort.abort(new Error('enough')) })
    await expect(run).rejects.toThrow('enough')
  })

  test('prompts that cannot be', async () => {
    await expect(generate(parrot([5]), bytes, [], base)).rejects.toThrow(EngineFailure)
    await expect(generate(parrot([5]), bytes, [5000], base)).rejects.toThrow('Token 5000 is none of parrot’s 4096.'.replace('’', "'"))
  })
})
