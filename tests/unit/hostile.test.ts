// One hostile notebook for each class of harm that a file could do. Opening executes, fetches and writes nothing.
import { zipSync, strToU8 } from 'fflate'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { canonicalSource, findDirectives, parseNotebook, planOf, writeNotebook } from '../../lib/notebook'
import { kindLookup } from '../../lib/nodes/lookup'
import { Keeping } from '../../lib/session/keeping'
import { Library } from '../../lib/session/library'
import { OpenNotebook } from '../../lib/session/open-notebook'
import type { Evaluator } from '../../lib/session/types'
import { MemoryStore } from '../../lib/storage'

const page = (graph: string, rest = '', front = '') =>
  `---\nvitrine: 1\ntitle: Hostile\n${front}---\n\n\`\`\`graph main\n${graph}\`\`\`\n${rest}`
const read = (source: string) => parseNotebook(source, kindLookup)
const codes = (source: string) => read(source).problems.map((problem) => problem.code)
const nothing = () => {}

/** An evaluator that writes down what it is asked to do. */
function watched() {
  const asked: string[] = []
  const evaluator = new Proxy({} as Evaluator, {
    get: (_target, name) => (): unknown => {
      if (String(name).startsWith('on')) return nothing
      asked.push(String(name))
      return name === 'ask' ? [] : undefined // no instances
    },
  })
  return { asked, evaluator }
}
function open(source: string, saves: string[] = []) {
  const { asked, evaluator } = watched()
  const keeper = { save: async (text: string) => (saves.push(text), { state: 'saved' as const, words: 'Saved' }) }
  const keeping = new Keeping(keeper, { state: 'saved', words: 'Saved' }, (then) => then())
  return { asked, session: new OpenNotebook({ id: 'x', source, evaluator, keeping, viewerInputs: {}, onViewerInputs: nothing }) }
}
afterEach(() => vi.unstubAllGlobals())

describe('a file runs code', () => {
  test('opening runs, fetches and writes nothing', () => {
    const called: string[] = []
    vi.stubGlobal('fetch', () => called.push('fetch'))
    vi.stubGlobal('eval', () => called.push('eval'))
    vi.stubGlobal('Function', () => called.push('Function'))
    const saves: string[] = []
    const source = page(
      'm: model@1\n  source: https://evil.example/model\ncode: code@1\n  code: process.exit(1)\nt: text@1\n  value: ${globalThis.hacked = 1}\np: prompt@1\n  template: "{{constructor.constructor(\'return process\')()}}"\n',
      '\n```js\nglobalThis.hacked = 1\n```\n\n<script>globalThis.hacked = 1</script>\n',
      'cover: [m]\n',
    )
    const { asked, session } = open(source, saves)
    expect(asked).toEqual(['setPlan'])
    expect(called).toEqual([])
    expect(saves).toEqual([])
    expect(session.source()).toBe(source)
    expect('hacked' in globalThis).toBe(false)
  })
})

describe('markup in names and texts', () => {
  const EVIL = '<img src=x onerror=alert(1)>'
  test('is refused in names, and only ever text in a page to share', async () => {
    for (const id of [EVIL, '"><script>', 'a&b', 'javascript:x', 'a\u202eb'])
      expect(codes(page(`${id}: text@1\n`))).toContain(id.includes(':') ? 'bad-line' : 'bad-id')
    const source = `---\nvitrine: 1\ntitle: '${EVIL}'\n---\n\n${EVIL} [link](javascript:alert(1)) <svg onload=alert(1)>\n\n\`\`\`graph main\nt: text@1\n  value: ${EVIL}\n\`\`\`\n\n\`\`\`view\ntarget: ${EVIL}\ncaption: ${EVIL}\n\`\`\`\n`
    const html = new TextDecoder().decode((await open(source).session.exported('html')).bytes)
    expect(html).not.toMatch(/<(?:img|script|svg onload|a )/)
    expect(html).not.toMatch(/<[^>]*(?:onerror|javascript:)/)
    expect(html).toContain("default-src 'none'")
  })
  test('directives hold names alone', () => {
    expect(findDirectives(`:value[${EVIL}] :value[a.b"onmouseover=x] :control[../x.y]`).map(({ node, name }) => [node, name])).toEqual([
      ['', ''],
      ['', ''],
      ['', ''],
    ])
  })
})

describe('paths', () => {
  test('a name never becomes one', async () => {
    const library = new Library(
      new MemoryStore(() => 0),
      { entries: async () => [], source: async () => null },
      { get: () => undefined, set: nothing },
    )
    for (const name of ['../../secret', 'c:up', '/abs', '..', 'a\u0000b.md', 'con'])
      expect((await library.openFile(name, page('t: text@1\n').replace('title: Hostile\n', ''))).id).toMatch(/^[a-z0-9][a-z0-9-]*$/)
    const title = await library.openFile('x.md', page('').replace('Hostile', '../../../up'))
    expect(title.id).toBe('up')
  })
  test('a bundle never resolves outside itself', async () => {
    const library = new Library(
      new MemoryStore(() => 0),
      { entries: async () => [], source: async () => null },
      { get: () => undefined, set: nothing },
    )
    const zip = zipSync({ 'notebook.md': strToU8(page('')), '../../x': strToU8('x') }, { mtime: new Date(1980, 0, 2) })
    await expect(library.openBytes('x.zip', zip)).rejects.toThrow('only its notebook')
    expect(await library.list()).toEqual([])
  })
})

describe('JSON and YAML', () => {
  test.each<[string, string, string]>([
    ['forbidden keys', page('m: question@1\n  options: {__proto__: {polluted: 1}}\n'), 'forbidden-key'],
    ['forbidden keys, quoted', page('m: question@1\n  options: {"constructor": 1}\n'), 'forbidden-key'],
    ['forbidden ids', page('__proto__: text@1\n'), 'bad-id'],
    ['forbidden entries', page('s: sweep@1\n  axes: {__proto__: [1]}\n'), 'forbidden-key'],
    ['duplicate keys', page('s: sweep@1\n  axes: {k: [1], k: [2]}\n'), 'bad-yaml'],
    ['duplicate fields', page('t: text@1\n  value: a\n  value: b\n'), 'duplicate'],
    ['aliases', page('m: question@1\n  options: *x\n'), 'bad-yaml'],
    ['deep nesting', page(`m: question@1\n  options: ${'['.repeat(10_000)}\n`), 'too-large'],
    ['a billion laughs', page('', '', `a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n`), 'bad-yaml'],
    ['tags in the front matter', page('', '', 'x: !!js/function "() => 1"\n'), 'bad-yaml'],
    ['merges in the front matter', page('', '', '<<: {a: 1}\n'), 'bad-yaml'],
    ['deep front matter', page('', '', `x: ${'['.repeat(200)}${']'.repeat(200)}\n`), 'bad-yaml'],
    ['duplicate keys in the front matter', page('', '', 'x: 1\nx: 2\n'), 'bad-yaml'],
    ['places of forbidden names', page('', '\n```layout\n__proto__: [1, 1]\n```\n'), 'bad-place'],
    ['presets of forbidden names', page('', '\n```scene\npresets: {__proto__: 1}\n```\n'), 'forbidden-key'],
    ['definitions of forbidden names', page('', '\n```graph constructor define\ninputs: {__proto__: Text}\n```\n'), 'forbidden-key'],
    [
      'regions in regions for ever',
      page(Array.from({ length: 300 }, (_, at) => `${' '.repeat(at * 2)}m${at}: map@1\n${' '.repeat(at * 2 + 1)}body:\n`).join('')),
      'too-large',
    ],
  ])('%s', (_name, source, code) => {
    const notebook = read(source)
    expect(notebook.problems.map((problem) => problem.code)).toContain(code)
    expect(writeNotebook(notebook)).toBe(source)
    expect(JSON.stringify(planOf(notebook).graph.get('m') ?? {})).not.toContain('polluted')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('runaway work', () => {
  const seconds = (work: () => void): number => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
  test('a loop has a maximum', () => {
    expect(codes(page('l: loop@1\n  body:\n'))).toContain('missing-value')
  })
  test.each<[string, () => string]>([
    ['a file too large', () => page(`t: text@1\n  value: ${'x'.repeat(9 * 1024 * 1024)}\n`)],
    ['one huge line', () => page(`t: text@1\n  value: ${'x'.repeat(7 * 1024 * 1024)}\n`)],
    ['too many nodes', () => page(Array.from({ length: 30_000 }, (_, at) => `n${at}: text@1\n`).join(''))],
    [
      'a circle of thousands',
      () => page(Array.from({ length: 5000 }, (_, at) => `n${at}: prompt@1\n  template: "{x}"\n  x: n${(at + 1) % 5000}.text\n`).join('')),
    ],
    [
      'definitions that double',
      () =>
        page(
          'u: subgraph@1\n  of: d0\n',
          Array.from(
            { length: 60 },
            (_, at) => `\n\`\`\`graph d${at} define\na: subgraph@1\n  of: d${at + 1}\nb: subgraph@1\n  of: d${at + 1}\n\`\`\`\n`,
          ).join(''),
        ),
    ],
    ['spaces and colons', () => page(`${' '.repeat(200_000)}:${': '.repeat(100_000)}\n`)],
    ['backticks', () => page('', '`'.repeat(1_000_000))],
    ['fences', () => page('', '```a\n'.repeat(60_000))],
    ['directives', () => page('', ':value[a.b] '.repeat(40_000))],
  ])('%s is read in seconds', (_name, make) => {
    const source = make()
    let written = ''
    expect(seconds(() => (written = writeNotebook(read(source))))).toBeLessThan(12)
    expect(written).toBe(source)
  })
})

describe('data loss', () => {
  test('a file whose frame does not parse opens read-only, and what is not understood keeps its bytes', () => {
    const broken = '---\nvitrine: 1\ntitle: x\n---\n\n```graph a\nb: text@1\n'
    const { session } = open(broken)
    expect(() => session.apply([{ op: 'set-title', title: 'y' }], 'Title')).toThrow('read-only')
    expect(session.source()).toBe(broken)
    const odd = page(
      'weird: kind-of@9\n   field :  [\n   \tmore\nt: text@1\n  value: x\n',
      '\n```view\n!!! nothing\n```\n\n```scene\na: *b\n```\n',
    )
    const edited = open(odd).session
    edited.apply([{ op: 'set-param', id: 't', param: 'value', value: 'y' }], 'Value')
    expect(edited.source()).toBe(odd.replace('value: x', 'value: y'))
    edited.undo()
    expect(edited.source()).toBe(odd)
    expect(canonicalSource(read(odd), kindLookup)).toContain('weird: kind-of@9\n   field :  [\n   \tmore\n')
  })
})

describe('secrets', () => {
  const key = `sk-ant-${'aB3dE5gH7jK9'.repeat(4)}`
  test('autosave goes on with a warning; sharing and exporting stop until it is out', async () => {
    const library = new Library(
      new MemoryStore(() => 0),
      { entries: async () => [], source: async () => null },
      { get: () => undefined, set: nothing },
    )
    const { id } = await library.openFile('x.md', page('t: text@1\n'))
    const keeper = library.keeper(id, await library.open(id))
    const source = page(`t: text@1\n  value: ${key}\n`)
    expect(await keeper.save(source, [])).toMatchObject({ state: 'saved', warning: expect.stringContaining('a key of Anthropic') })
    expect(await library.source(id)).toBe(source)
    const { session } = open(source)
    expect(session.secrets()).toHaveLength(1)
    for (const form of ['markdown', 'bundle', 'html'] as const)
      await expect(session.exported(form)).rejects.toThrow('names a secret and never holds it')
    session.apply([{ op: 'set-param', id: 't', param: 'value', value: 'gone' }], 'Value')
    for (const form of ['markdown', 'bundle', 'html'] as const) expect((await session.exported(form)).bytes.length).toBeGreaterThan(0)
  })
})
