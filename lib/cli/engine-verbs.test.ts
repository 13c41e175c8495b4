/* The verbs of the engine: what they print, write and refuse, with their exit codes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readSafetensors, writeSafetensors } from '../engine/safetensors'
import { vitrine } from '../../tests/terminal'

const folder = mkdtempSync(path.join(os.tmpdir(), 'vitrine-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string): string => path.join(folder, name)
function written(name: string, value: unknown): string {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value))
  return file(name)
}

interface Reference {
  text: string
  ids: number[]
  greedy_ids: number[]
  greedy_text: string
}
const { cases } = JSON.parse(readFileSync('tests/oracles/primer-6m/reference.json', 'utf8')) as { cases: Reference[] }
const [first] = cases

describe('trace', () => {
  test('logits of a text, on both backends the same as given by ids', async () => {
    for (const backend of ['reference', 'ort']) {
      const { code, out, err } = await vitrine(['trace', 'primer-6m', '--text', first!.text, '--backend', backend])
      expect([code, err]).toEqual([0, ''])
      const told = JSON.parse(out)
      expect(told).toMatchObject({ model: 'primer-6m', backend, ids: first!.ids })
      expect(told.tensors.logits).toMatchObject({ shape: [first!.ids.length, 4096], dims: ['T', 'V'], dtype: 'F32' })
    }
  })

  test('padding and token types from a file of inputs', async () => {
    const folder = 'tests/oracles/goldens/bert-cross-encoder'
    const out = file('pair.safetensors')
    const trace = ['trace', folder, '--backend', 'reference', '--out', out]
    expect(await vitrine([...trace, '--ids-file', `${folder}/case.json`])).toEqual({ code: 0, out: '', err: '' })
    const golden = readSafetensors(readFileSync(`${folder}/golden.safetensors`)).get('logits')!
    expect(readSafetensors(readFileSync(out)).get('logits')!.data[0]).toBeCloseTo(golden.data[0]!, 5)
    const short = written('short.json', { input_ids: [5, 6, 7], attention_mask: [1, 0] })
    const failed = await vitrine([...trace, '--ids-file', short])
    expect(failed.code).toBe(1)
    expect(failed.err).toContain('The attention mask has 2 entries for 3 tokens; expected as many.')
  })

  test('patterns, a file of ids, an edit, a file of tensors', async () => {
    const ids = written('ids.json', { inputs: { input_ids: [[0, 481, 499]], attention_mask: [[1, 1, 1]] } })
    const edits = written('edits.json', { cases: [{ name: 'mute', edits: [{ at: 'blocks.0.hook_attn_out', op: 'zero' }] }] })
    const out = file('out.safetensors')
    const want = ['--want', 'blocks.{0,1}.hook_attn_out', '--want', '*hook_pattern']
    const done = await vitrine(['trace', 'public/models/primer-6m', '--ids-file', ids, ...want, '--edit', `${edits}:mute`, '--out', out])
    expect(done).toEqual({ code: 0, out: '', err: '' })
    const tensors = readSafetensors(readFileSync(out))
    expect([...tensors.keys()]).toHaveLength(8)
    expect(tensors.get('blocks.0.attn.hook_pattern')!.shape).toEqual([8, 3, 3])
    expect(tensors.get('blocks.0.hook_attn_out')!.data.every((value) => value === 0)).toBe(true)
    expect(tensors.get('blocks.1.hook_attn_out')!.data.some((value) => value !== 0)).toBe(true)
  })

  test.each([
    [['trace'], 2, 'A MODEL is missing.'],
    [['trace', 'nowhere', '--ids', '1'], 2, 'There is no folder and no model named “nowhere”. Models here: primer-6m'],
    [['trace', 'lib', '--ids', '1'], 2, 'lib is a folder without config.json.'],
    [['trace', 'x.gguf', '--ids', '1'], 2, 'There is no file x.gguf.'],
    [['trace', 'primer-6m'], 2, 'A prompt is missing: one of --text, --ids, --ids-file.'],
    [['trace', 'primer-6m', '--ids', '1', '--text', 'a'], 2, 'Only one of'],
    [['trace', 'primer-6m', '--ids', '1,x'], 2, '--ids should be whole numbers'],
    [['trace', 'primer-6m', '--ids', '1', '--backend', 'gpu'], 2, '--backend should be auto or reference or wasm or ort'],
    [['trace', 'primer-6m', '--ids', '1', '--backend', 'ort', '--fast'], 2, '--fast is for the backend wasm, not for ort.'],
    [['trace', 'primer-6m', '--ids', '1', '--nonsense'], 2, 'There is no option --nonsense. Options: --text'],
    [['trace', 'primer-6m', '--ids', '1', '--edit', 'nowhere.json'], 2, 'nowhere.json cannot be read: there is no such file or folder.'],
    [['trace', 'primer-6m', '--ids-file', 'package.json'], 2, 'package.json should hold a list of ids'],
    [['trace', 'primer-6m', '--ids', '5000', '--backend', 'reference'], 1, '5000'],
    [['trace', 'primer-6m', '--ids', '1', '--want', 'nonsense', '--backend', 'reference'], 1, 'nonsense'],
  ])('%j: exit %i', async (args, code, sentence) => {
    const done = await vitrine(args)
    expect(done.err).toContain(sentence)
    expect(done).toMatchObject({ code, out: '' })
  })
})

describe('tokenize', () => {
  test('there and back', async () => {
    const there = await vitrine(
      ['tokenize', 'primer-6m'],
      `${JSON.stringify({ text: first!.text })}\n${JSON.stringify({ text: ' Lily', add_special_tokens: false })}\n`,
    )
    const rows = there.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows[0].ids).toEqual(first!.ids)
    expect(rows[1]).toEqual({ ids: [435], tokens: ['ĠLily'], offsets: [[0, 5]] })
    const input = written('ids.jsonl', '{"ids": [0, 435]}\n{"ids": [0, 435], "skip_special_tokens": true}\n')
    const back = await vitrine(['tokenize', 'public/models/primer-6m/tokenizer.json', input, '--decode'])
    expect(back).toEqual({ code: 0, err: '', out: '{"text":"<|endoftext|> Lily"}\n{"text":" Lily"}\n' })
  })

  test.each([
    ['{"text": 1}', 'Line 1: text should be a text.'],
    ['{}', 'Line 1 has no text.'],
    ['{"text": "a"}\n[', 'stdin, line 2 is not JSON'],
  ])('%s is refused', async (input, sentence) => {
    const done = await vitrine(['tokenize', 'primer-6m'], input)
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toContain(sentence)
  })
})

describe('generate', () => {
  test('greedy text is the reference’s', async () => {
    const args = ['generate', 'primer-6m', '--text', first!.text, '--temperature', '0', '--max-tokens', '30']
    const { code, out } = await vitrine([...args, '--format', 'json'])
    expect(code).toBe(0)
    const told = JSON.parse(out)
    expect(told).toMatchObject({ ids: first!.greedy_ids.slice(0, 30), stop_reason: 'most' })
    expect(first!.greedy_text.startsWith(told.text)).toBe(true)
    expect(typeof told.tokens_per_second).toBe('number')
    expect((await vitrine(args)).out).toBe(`${told.text}\n`)
    const stopped = await vitrine([...args, '--stop', ' outside'])
    expect(stopped.out).toBe(' Lily. She loved to play\n')
  })

  test('the same seed gives the same text, another seed another', async () => {
    const run = async (seed: string) =>
      (await vitrine(['generate', 'primer-6m', '--text', 'Once', '--max-tokens', '12', '--seed', seed])).out
    const [a, again, b] = [await run('1'), await run('1'), await run('2')]
    expect(again).toBe(a)
    expect(b).not.toBe(a)
  })

  test('a conversation is laid out by the chat template', async () => {
    const messages = written('messages.json', [{ role: 'user', content: 'Hi' }])
    const bad = written('bad.json', [{ role: 'user' }])
    expect((await vitrine(['generate', 'primer-6m', '--messages', messages, '--max-tokens', '3', '--format', 'json'])).code).toBe(0)
    expect(await vitrine(['generate', 'primer-6m', '--messages', bad])).toMatchObject({ code: 2, out: '' })
    const seen = written('seen.json', [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }])
    const refused = await vitrine(['generate', 'primer-6m', '--messages', seen])
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain('turn 1, of the user, holds a picture (image_url)')
  })

  test.each([
    [['--temperature=-1'], '--temperature should be 0 or more; found “-1”.'],
    [['--max-tokens', 'many'], '--max-tokens should be a whole number; found “many”.'],
    [['--top-p', '2'], '--top-p should be above 0 and at most 1'],
    [['--format', 'xml'], '--format should be text or json; found “xml”.'],
  ])('%j is refused', async (more, sentence) => {
    const done = await vitrine(['generate', 'primer-6m', '--text', 'a', ...more])
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toContain(sentence)
  })
})

describe('sample', () => {
  test('a chain on a row', async () => {
    const row = file('row.safetensors')
    writeFileSync(row, writeSafetensors([['logits', { shape: [4], data: Float32Array.of(3, 1, 2, 0) }]]))
    const out = file('left.safetensors')
    const done = await vitrine(['sample', row, '--chain', '[{"repetitionPenalty": 2}, {"topK": 2}]', '--history', '0', '--out', out])
    expect(done).toMatchObject({ code: 0, err: '' })
    expect([...readSafetensors(readFileSync(out)).get('logits')!.data]).toEqual([1.5, -Infinity, 2, -Infinity])
    expect(JSON.parse(done.out).stages[1]).toMatchObject({ stage: 'topK', kept: 2, removed: 2 })
  })

  test.each([
    ['[{"topH": 1}]', 'A sampling stage is an object with one of temperature'],
    ['{}', '--chain should be a list'],
    ['[', '--chain is not JSON'],
  ])('chain %s is refused', async (chain, sentence) => {
    const done = await vitrine(['sample', 'package.json', '--chain', chain, '--out', file('none.safetensors')])
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toContain(sentence)
  })

  test('a file that is none is refused', async () => {
    expect(await vitrine(['sample', 'package.json', '--chain', '[]', '--out', file('none.safetensors')])).toMatchObject({
      code: 2,
      out: '',
    })
  })
})

test('export writes an ONNX file that opens as a model', async () => {
  const out = file('primer.onnx')
  const done = await vitrine(['export', 'primer-6m', '--onnx', out])
  expect(done).toMatchObject({ code: 0, out: '' })
  expect(done.err).toContain('ONNX with the inputs and names of Hugging Face')
  const ids = first!.ids.join(',')
  const [ours, theirs] = [await vitrine(['trace', 'primer-6m', '--ids', ids]), await vitrine(['trace', out, '--ids', ids])]
  const [a, b] = [ours, theirs].map((trace) => JSON.parse(trace.out).tensors.logits as { shape: number[]; mean: number; max: number })
  expect(b!.shape).toEqual(a!.shape)
  expect(b!.mean).toBeCloseTo(a!.mean, 4)
  expect(b!.max).toBeCloseTo(a!.max, 3)
  expect(await vitrine(['export', 'primer-6m'])).toMatchObject({ code: 2, out: '' })
  expect((await vitrine(['export', 'primer-6m', '--onnx', out, '--want', 'nothing'])).code).toBe(2)
})

test('models', async () => {
  expect((await vitrine(['models'])).out).toMatch(/^primer-6m {2}llama {2}11\.8 MB {2}embedded/m)
  expect(JSON.parse((await vitrine(['models', '--format', 'json'])).out)[0]).toMatchObject({
    name: 'primer-6m',
    architecture: 'llama',
    from: 'embedded',
  })
  expect(await vitrine(['models', 'more'])).toMatchObject({ code: 2, out: '' })
})
