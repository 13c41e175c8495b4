/* run, check, render and new: output shapes, exit codes and their order. Notebooks without a model, so that they are quick. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readSafetensors } from '../engine/safetensors'
import type { Surroundings } from './command'
import { main } from './main'

const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-verbs-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function vitrine(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const around: Surroundings = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    input: async () => '',
    folder,
    now: () => 0,
  }
  const code = await main(args, around)
  return { code, ...said }
}
const page = (graph: string, front = '') => `---\nvitrine: 1\ntitle: Small\n${front}---\n\n\`\`\`graph g\n${graph}\`\`\`\n`
let count = 0
async function file(source: string): Promise<string> {
  const name = `n${++count}.md`
  await writeFile(path.join(folder, name), source)
  return name
}

const GOOD = `heat: number@1
  value: 0.25
word: text@1
  value: la
sheet: prompt@1
  template: "{a} and {a}"
  a: word.text
holds: assert@1
  of: heat.number
  is: below
  than: 0.5
`
const FAILS = 'heat: number@1\n  value: 5\n'
const CLAIM = 'word: text@1\n  value: la\nclaim: assert@1\n  of: word.text\n  than: lo\n'
const BAD = 'lost: prompt@1\n  template: "{a}"\n  a: nobody.text\n'

describe('vitrine run', () => {
  test('prints one object, values by type', async () => {
    const { code, out, err } = await vitrine('run', await file(page(GOOD, 'seed: 7\n')), '--format', 'json')
    expect([code, err]).toEqual([0, ''])
    const results = JSON.parse(out)
    expect(Object.keys(results)).toEqual(['notebook', 'seed', 'nodes', 'assertions'])
    expect(results).toMatchObject({ notebook: 'Small', seed: 7, assertions: { passed: 1, failed: 0 } })
    expect(results.nodes.sheet).toMatchObject({ kind: 'prompt@1', state: 'fresh', outputs: { text: { type: 'Text', value: 'la and la' } } })
    expect(results.nodes.heat.outputs.number).toMatchObject({ type: 'Number', value: 0.25 })
    expect(results.nodes.heat.outputs.number.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(typeof results.nodes.heat.ms).toBe('number')
  })
  test.each([
    ['all is well', GOOD, 0],
    ['a claim fails', CLAIM, 3],
    ['a node fails', FAILS, 1],
    ['a bad file', BAD, 2],
    ['a node fails and a claim fails', FAILS + CLAIM, 1],
    ['a bad file, a node and a claim', BAD + FAILS + CLAIM, 2],
  ])('%s', async (_name, graph, wanted) => {
    const name = await file(page(graph))
    const { code, out } = await vitrine('run', name, '--format', 'json')
    expect(code).toBe(wanted)
    expect(JSON.parse(out).nodes).toBeTypeOf('object')
    expect((await vitrine('run', name)).code).toBe(wanted)
  })
  test('with problems it evaluates what it can, and says them in the object and on stderr', async () => {
    const { code, out, err } = await vitrine('run', await file(page(GOOD + BAD)), '--format', 'json')
    const results = JSON.parse(out)
    expect(code).toBe(2)
    expect(results.nodes.sheet.state).toBe('fresh')
    expect(results.nodes.lost).toMatchObject({ state: 'error', error: { code: 'wire-to-nowhere' } })
    expect(results.problems).toMatchObject([{ line: 20, column: 6, code: 'wire-to-nowhere' }])
    expect(err).toMatch(/^n\d+\.md:20:6: error wire-to-nowhere: /)
  })
  test('a file whose frame does not parse', async () => {
    const { code, out } = await vitrine('run', await file('# no front matter\n'), '--format', 'json')
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ nodes: {}, problems: [{ code: 'no-front-matter' }] })
  })
  test('--set sets params as their kind reads them', async () => {
    const name = await file(page(GOOD))
    const set = async (...settings: string[]) =>
      JSON.parse((await vitrine('run', name, '--format', 'json', ...settings.flatMap((setting) => ['--set', setting]))).out).nodes
    expect((await set('word.value=no = "yes"', 'heat.value=0.5')).sheet.outputs.text.value).toBe('no = "yes" and no = "yes"')
    expect((await set('heat.value=0.5')).heat.outputs.number.value).toBe(0.5)
    const several = await vitrine('run', name, '--set', 'word.value=lo', 'heat.value=0.1', '--format', 'json')
    expect(JSON.parse(several.out).nodes.heat.outputs.number.value).toBe(0.1)
    expect(await readFile(path.join(folder, name), 'utf8')).toBe(page(GOOD))
  })
  test('--only prints these alone', async () => {
    const { out, code } = await vitrine('run', await file(page(GOOD)), '--only', 'sheet.text', '--format', 'json')
    expect(code).toBe(0)
    expect(Object.keys(JSON.parse(out).nodes)).toEqual(['sheet'])
    expect(JSON.parse(out).assertions).toEqual({ passed: 0, failed: 0 })
  })
  test.each([
    ['no file', []],
    ['a file that is not there', ['none.md']],
    ['an unknown option', ['GOOD', '--loud']],
    ['too many words', ['GOOD', 'more']],
    ['a format that is none', ['GOOD', '--format', 'xml']],
    ['a node that is not there', ['GOOD', '--set', 'nobody.value=1']],
    ['a param that is not there', ['GOOD', '--set', 'heat.valu=1']],
    ['a value of the wrong type', ['GOOD', '--set', 'heat.value=warm']],
    ['a choice that is none', ['GOOD', '--set', 'heat.look=dial']],
    ['a setting without =', ['GOOD', '--set', 'heat.value']],
    ['a port that is not there', ['GOOD', '--only', 'heat.text']],
    ['only a node that is not there', ['GOOD', '--only', 'nobody.text']],
  ])('%s: a sentence and 2', async (_name, args) => {
    const name = await file(page(GOOD))
    const { code, out, err } = await vitrine('run', ...args.map((arg) => (arg === 'GOOD' ? name : arg)))
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^vitrine run: .+\.\n$/)
  })
  test('--out writes tensors whole', async () => {
    const graph = 'rows: text@1\n  value: x\n'
    const { code } = await vitrine('run', await file(page(graph)), '--out', 'tensors')
    expect([code, await readdir(path.join(folder, 'tensors'))]).toEqual([0, []])
  })
})

describe('vitrine check', () => {
  test('says what is wrong and where', async () => {
    const name = await file(page(BAD))
    const { code, out } = await vitrine('check', name, '--format', 'json')
    expect(code).toBe(2)
    expect(JSON.parse(out)).toEqual({
      ok: false,
      problems: [
        { line: 9, column: 6, code: 'wire-to-nowhere', message: 'lost: `a` is wired to `nobody.text`, but there is no node `nobody`.' },
      ],
    })
    expect((await vitrine('check', name)).out).toMatch(/^n\d+\.md:9:6: error wire-to-nowhere: /)
  })
  test('is content with a good file, and with warnings', async () => {
    expect(await vitrine('check', await file(page(GOOD)), '--format', 'json')).toEqual({
      code: 0,
      out: '{"ok":true,"problems":[]}\n',
      err: '',
    })
    const warned = await vitrine('check', await file(`${page(GOOD)}\n\`\`\`layout\ngone: [0, 0]\n\`\`\`\n`), '--format', 'json')
    expect([warned.code, JSON.parse(warned.out).ok]).toEqual([0, true])
  })
  test('minds figures typed into a lesson', async () => {
    const { code, out } = await vitrine('check', await file(`${page(GOOD, 'lesson: {room: fundamentals}\n')}\nIt is 0.25.\n`))
    expect(code).toBe(2)
    expect(out).toContain('typed-number')
  })
  test('a file that is not text', async () => {
    await writeFile(path.join(folder, 'bytes.md'), new Uint8Array([0xff, 0xfe, 0x00]))
    expect((await vitrine('check', 'bytes.md')).code).toBe(2)
  })
})

describe('vitrine render', () => {
  test('writes one file a panel', async () => {
    const { code, out } = await vitrine('render', await file(page(GOOD)), '--svg', '--out', 'pictures')
    expect(code).toBe(0)
    const names = await readdir(path.join(folder, 'pictures'))
    expect(names.toSorted()).toEqual(
      out
        .trim()
        .split('\n')
        .map((line) => path.basename(line))
        .toSorted(),
    )
    expect(names).toContain('holds.1.card.svg')
    expect(await readFile(path.join(folder, 'pictures', 'holds.1.card.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
  })
  test('asks for the form and the folder', async () => {
    const name = await file(page(GOOD))
    expect((await vitrine('render', name, '--out', 'p')).code).toBe(2)
    expect((await vitrine('render', name, '--svg')).code).toBe(2)
  })
})

describe('vitrine run --sweep', () => {
  const graph = 'a: number@1\nb: number@1\nsame: compare@1\n  a: a.number\n  b: b.number\n'
  test('runs the product and prints a table', async () => {
    const name = await file(page(graph))
    const { code, out } = await vitrine('run', name, '--sweep', 'a.value=0,1', '--sweep', 'b.value=0..1 by 0.5', '--format', 'json')
    expect(code).toBe(0)
    const { table } = JSON.parse(out)
    expect(table.axes).toEqual(['a.value', 'b.value'])
    expect(table.columns.slice(0, 2)).toEqual(['a.value', 'b.value'])
    expect(table.rows.map((row: unknown[]) => row.slice(0, 2))).toEqual([
      [0, 0],
      [0, 0.5],
      [0, 1],
      [1, 0],
      [1, 0.5],
      [1, 1],
    ])
    const at = table.columns.indexOf('same.number')
    expect(table.rows.map((row: number[]) => row[at])).toEqual([0, 0.5, 1, -1, -0.5, 0])
    const text = await vitrine('run', name, '--sweep', 'a.value=0,1', '--only', 'same.number')
    expect(text.out.split('\n').map((line) => line.trim())).toEqual(['a.value  same.number', '0        0', '1        -1', ''])
  })
  test('what makes no points is refused', async () => {
    const name = await file(page(graph))
    for (const sweep of ['a.value', 'a.value=1..2 by -1', 'a.value=x', 'c.value=1', 'a.valve=1', 'a.value=0..1e9'])
      expect((await vitrine('run', name, '--sweep', sweep)).code, sweep).toBe(2)
  })
})

describe('vitrine diff', () => {
  test('says what changed, and by its exit code whether', async () => {
    await writeFile(path.join(folder, 'a.md'), page('n: number@1\n  value: 2\nm: number@1\n'))
    await writeFile(path.join(folder, 'b.md'), page('n: number@1\n  value: 3\no: text@1\n  value: x\n'))
    expect(await vitrine('diff', 'a.md', 'a.md')).toMatchObject({ code: 0, out: 'No differences.\n' })
    const { code, out } = await vitrine('diff', 'a.md', 'b.md', '--format', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      equal: false,
      changes: [
        { op: 'remove-node', node: 'm', words: '`m` (number) is gone.' },
        { op: 'add-node', node: 'o' },
        { op: 'set-param', node: 'n', words: '`value` of `n` is 3, was 2.' },
      ],
    })
    expect((await vitrine('diff', 'a.md')).code).toBe(2)
  })
})

describe('vitrine migrate', () => {
  test('prints today’s version, and never overwrites what it cannot read', async () => {
    const name = await file(page('n: number@1\n'))
    const source = await readFile(path.join(folder, name), 'utf8')
    expect(await vitrine('migrate', name)).toMatchObject({ code: 0, out: source })
    await writeFile(path.join(folder, 'newer.md'), source.replace('vitrine: 1', 'vitrine: 99'))
    expect((await vitrine('migrate', 'newer.md', '--write')).code).toBe(2)
    expect(await readFile(path.join(folder, 'newer.md'), 'utf8')).toContain('vitrine: 99')
  })
})

describe('vitrine new', () => {
  test('a notebook that has no problems, and never over another', async () => {
    expect(await vitrine('new', 'notebook', 'my-first')).toMatchObject({ code: 0, out: 'my-first.md\n' })
    expect((await vitrine('check', 'my-first.md')).code).toBe(0)
    expect((await vitrine('new', 'notebook', 'my-first')).code).toBe(2)
    for (const name of ['../up', 'A', '', 'a/b']) expect((await vitrine('new', 'notebook', name)).code).toBe(2)
    expect((await vitrine('new', 'notbook', 'x')).err).toContain('vitrine new notebook x')
  })
})

test('--out gives back the numbers that the model gave', async () => {
  const graph = `prompt: text@1
  value: Once
primer: model@1
tokens: tokenizer@1
  text: prompt.text
  tokenizer: primer.model
pass: forward@1
  model: primer.model
  tokens: tokens.tokens
`
  const { code, out } = await vitrine('run', await file(page(graph)), '--only', 'pass.logits', '--out', 'whole', '--format', 'json')
  expect(code).toBe(0)
  const told = JSON.parse(out).nodes.pass.outputs.logits.value
  const logits = readSafetensors(await readFile(path.join(folder, 'whole', 'pass.logits.safetensors')), 'pass.logits').get('logits')
  expect(logits?.shape).toEqual(told.shape)
  expect(Math.max(...(logits?.data ?? []))).toBe(told.max)
})
