import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { passOver } from '../../../tests/model-service'
import type { TokensValue } from '../../values'
import golden from './generate.golden.json'
import { generate } from './generate'

describe('generate', async () => {
  const greedy = { stages: [{ temperature: 0 }], greedy: true }

  it.each(golden.cases)('goes on greedily from $text', async ({ text, ids }) => {
    const { model, tokens } = await passOver(text)
    const made = await runNode(generate, { inputs: { model, tokens, sampling: greedy, edits: [] }, params: { most: 16 } })
    expect(made.tokens.ids).toEqual(ids.slice(0, made.tokens.ids.length))
    expect(made.tokens.ids.length === 16 || made.tokens.ids.at(-1) === 0).toBe(true)
    expect(made.table.rows).toHaveLength(made.tokens.ids.length)
    expect(made.run.tokens.ids).toEqual([...tokens.ids, ...made.tokens.ids])
    expect(made.run.peek('blocks.0.hook_resid_post')).toBeUndefined()
  })
  it('says how many rows of the prompt another text had left behind', async () => {
    const { model, tokens } = await passOver(golden.cases[0]!.text)
    const { run, ...made } = await runNode(generate, { inputs: { model, tokens, sampling: greedy, edits: [] }, params: { most: 1 } })
    const params = generate.params.parse({ most: 1 })
    const footOf = (reused: number) =>
      generate.foot!({
        in: { model, tokens, edits: [] },
        out: { ...made, run: { ...run, rows: { reused, computed: 1 } } },
        params,
        node: 's',
      })
    expect(run.rows!.reused + run.rows!.computed).toBe(run.tokens.ids.length)
    expect(footOf(0)).toEqual({ right: '1 of 1' })
    expect(footOf(7)).toEqual({ left: '7 reused', more: '7 rows of the prompt from the prefix cache', right: '1 of 1' })
  })
  it('keeps the odds of each step', async () => {
    const { model, tokens } = await passOver(golden.cases[0]!.text)
    const { table } = await runNode(generate, { inputs: { model, tokens, sampling: greedy, edits: [] }, params: { most: 1 } })
    expect(table.rows[0]![3]).toBeCloseTo(golden.first_p, 4)
    expect(table.rows[0]![5]).toBe(1)
  })
  it('streams what it has, and stops at a text', async () => {
    const { model, tokens } = await passOver(golden.cases[0]!.text)
    const parts: number[] = []
    const onPartial = (partial: { tokens?: TokensValue }) => parts.push(partial.tokens!.ids.length)
    const made = await runNode(generate, {
      inputs: { model, tokens, sampling: greedy, edits: [] },
      params: { most: 40, stop: ['sun'] },
      onPartial,
    })
    expect(made.text).toBe(' Lily. She loved to play outside in the ')
    expect(parts).toEqual(made.tokens.ids.map((_, place) => place + 1))
    const [writing] = generate.view!({
      in: { model, tokens, edits: [] },
      out: { tokens: made.tokens, table: made.table },
      params: generate.params.parse({}),
      node: 'story',
    })
    expect(writing).toMatchObject({
      panel: 'text',
      writing: true,
      parts: [{ tone: 'given' }, { text: ' Lily', tone: 'written' }, ...made.tokens.ids.slice(1).map(() => ({}))],
    })
  })
  it('is the same for the same seed, and can be stopped', async () => {
    const { model, tokens } = await passOver(golden.cases[0]!.text)
    const write = (seed: number) => runNode(generate, { inputs: { model, tokens, edits: [] }, params: { most: 8 }, seed })
    expect((await write(5)).text).toBe((await write(5)).text)
    const stopper = new AbortController()
    const run = runNode(generate, {
      inputs: { model, tokens, edits: [] },
      params: { most: 40 },
      signal: stopper.signal,
      onPartial: () => stopper.abort(new Error('stopped')),
    })
    await expect(run).rejects.toThrow('stopped')
  })
})
