/* `vitrine ask`: answers against the held-out items and the shares measured with transformers, lines and sentences by hand. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { vitrine } from '../../tests/terminal'
import { holdAgainst } from './answering'
import { besideMeasures, Tally } from './ask-shares'

const folder = mkdtempSync(path.join(os.tmpdir(), 'vitrine-ask-'))
afterAll(() => rmSync(folder, { recursive: true }))
function written(name: string, rows: readonly object[]): string {
  const file = path.join(folder, name)
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return file
}
const read = (file: string): string => readFileSync(`tests/oracles/primer-6m/${file}`, 'utf8')
interface Item {
  readonly family: string
  readonly prompt: string
  readonly answer: string
}
const held = read('held-out.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Item)
const measured = (JSON.parse(read('measures.json')) as { accuracy: Record<string, { right: number; items: number }> }).accuracy
const linesOf = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a batch', () => {
  test('two small families come out as measured, a line an item, the shares last', { timeout: 120_000 }, async () => {
    const items = held.filter(({ family }) => family === 'sql' || family === 'cypher')
    writeFileSync(path.join(folder, 'measures.json'), read('measures.json'))
    const { code, out, err } = await vitrine(['ask', 'primer-6m', '--batch', written('held.jsonl', items)])
    expect(code).toBe(0)
    const lines = linesOf(out)
    expect(lines).toHaveLength(items.length + 1)
    for (const [at, { family, prompt, answer }] of items.entries()) {
      expect(lines[at]).toMatchObject({ family, prompt })
      expect(lines[at].right).toBe(lines[at].said === answer)
    }
    const { families } = lines.at(-1)
    expect(Object.keys(families)).toEqual(['sql', 'cypher'])
    for (const family of ['sql', 'cypher']) {
      expect(families[family].items).toBe(measured[family]!.items)
      expect(families[family].right).toBeCloseTo(measured[family]!.right, 3)
    }
    expect(err).toMatch(/family +right +items +measured +of +apart\nsql +1\.000 +21 +1\.000 +21\ncypher +0\.857 +14 +0\.857 +14\n/)
  })

  test('what has no answer is answered freely, up to a stop, and is in no share', async () => {
    const rows = [{ prompt: 'The opposite of hot is' }, { prompt: '7 - 5 =', answer: ' 2' }, { prompt: '7 - 5 =', answer: ' 23' }]
    const { out, err } = await vitrine(['ask', 'primer-6m', '--batch', written('free.jsonl', rows), '--stop', '.', '--max-tokens', '4'])
    expect(linesOf(out)).toEqual([
      { prompt: rows[0]!.prompt, said: ' cold' },
      { prompt: rows[1]!.prompt, said: ' 2', right: true },
      { prompt: rows[2]!.prompt, said: ' 2.', right: false },
      { families: { unnamed: { right: 0.5, items: 2 } } },
    ])
    expect(err).toBe('')
  })

  test.each([
    [[{ prompt: 1 }], 'item 1: prompt should be a text.'],
    [[{ prompt: 'a' }, { answer: 'b' }], 'item 2 has no prompt. Each line is {"prompt", "answer"?, "family"?}.'],
    [[{ prompt: 'a', answer: ' fox'.repeat(600) }], 'item 1 has 602 tokens; primer-6m reads at most 512.'],
    [[], 'has no lines.'],
  ])('%j is refused before anything is asked', async (rows, sentence) => {
    const done = await vitrine(['ask', 'primer-6m', '--batch', written('bad.jsonl', rows)])
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toContain(sentence)
  })
})

describe('one prompt', () => {
  test('is answered as text or as one object', async () => {
    const args = ['ask', 'primer-6m', '--prompt', 'hot -> cold\nbig -> small\nup ->', '--stop', '\n']
    expect(await vitrine(args)).toEqual({ code: 0, out: ' down\n', err: '' })
    const json = await vitrine([...args, '--format', 'json'])
    expect(JSON.parse(json.out)).toEqual({ prompt: args[3], said: ' down' })
  })
  test('is drawn by the seed', async () => {
    const args = ['ask', 'primer-6m', '--prompt', 'Once', '--temperature', '1', '--max-tokens', '10', '--seed']
    const drawn = async (seed: string) => (await vitrine([...args, seed])).out
    expect(await drawn('1')).toBe(await drawn('1'))
    expect(await drawn('1')).not.toBe(await drawn('2'))
  })
  test.each([
    [['ask', 'primer-6m'], 'A prompt is missing: one of --prompt, --batch.'],
    [['ask', 'primer-6m', '--prompt', 'a', '--batch', 'b'], 'Only one of --prompt, --batch can be given.'],
    [['ask', 'primer-6m', '--batch', 'nowhere.jsonl'], 'nowhere.jsonl cannot be read: there is no such file or folder.'],
    [['ask', 'primer-6m', '--prompt', 'a', '--temperature=-1'], '--temperature should be 0 or more; found “-1”.'],
    [['ask', 'primer-6m', '--prompt', 'a', '--format', 'xml'], '--format should be text or json; found “xml”.'],
  ])('%j is refused', async (args, sentence) => {
    const done = await vitrine(args)
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toContain(sentence)
  })
})

describe('holding against an answer', () => {
  /** Says the rows of logits one after the other. */
  function asked(rows: readonly (readonly number[])[]) {
    const steps: (readonly number[])[] = []
    let at = 0
    const decoder = {
      length: 0,
      dispose: () => {},
      step: async (ids: readonly number[]) => (steps.push(ids), Float32Array.from(rows[at++]!)),
    }
    const tokenizer = { piece: (id: number) => 'abcd'[id]!, decode: (ids: readonly number[]) => ids.map((id) => 'abcd'[id]).join('') }
    return { steps, it: { model: { decoder: async () => decoder }, tokenizer } as unknown as Parameters<typeof holdAgainst>[0] }
  }
  test('the prompt is read once, and all tokens are taken even after a wrong one', async () => {
    const { steps, it } = asked([
      [0, 1, 5, 0],
      [0, 1, 0.5, 1.0004],
      [3, 3, 0, 0],
    ])
    const held = await holdAgainst(it, { prompt: [0, 1], whole: [0, 1, 3, 1, 0] })
    expect(steps).toEqual([[0, 1], [2], [3]])
    expect(held).toEqual({
      said: 'cda',
      right: false,
      close: [
        { step: 2, best: 'd', second: 'b' },
        { step: 3, best: 'a', second: 'b' },
      ],
    })
  })
  test('an answer that changes how the prompt is cut cannot be right', async () => {
    const { it } = asked([[0, 0, 9, 0]])
    expect(await holdAgainst(it, { prompt: [0, 1], whole: [0, 2, 2] })).toMatchObject({ said: 'c', right: false })
  })
})

test('shares stand beside those measured, only where a family is known', () => {
  const tally = new Tally()
  for (const right of [true, true, false, true]) tally.add('sum', right)
  tally.add('other', true)
  expect(besideMeasures(tally.shares(), { sum: { right: 0.8, items: 300 } })).toBe(
    'family     right     items  measured        of     apart\nsum        0.750         4     0.800       300    -0.050\n',
  )
  expect(besideMeasures(tally.shares(), {})).toBe('')
})
