import { describe, expect, test } from 'vitest'
import { planOf } from './graph-of'
import { parseNotebook } from './parse'
import { testKinds } from './testing'
import { canonicalSource, writeNotebook } from './write'

const page = (graph: string, rest = '') => `---\nvitrine: 1\ntitle: Reading\n---\n\nBefore.\n\n\`\`\`graph reading\n${graph}\`\`\`\n${rest}`
const parse = (source: string) => parseNotebook(source, testKinds)
const codes = (source: string) => parse(source).problems.map((problem) => `${problem.line}:${problem.column} ${problem.code}`)

const FLOW = `prompt: text@1
  value: Once upon a time
primer: model@1
tokens: tokenizer@1
  text: prompt.text
  tokenizer: primer.model
cut: ablate@1
  layer: 3
push: ablate@1
run: forward@1
  model: primer.model
  tokens: tokens.tokens
  edits: [cut.edits, push.edits]
`

describe('a file in order', () => {
  const source = page(FLOW, '\nAfter :value[run.logits] and :control[cut.layer].\n\n```layout\ncut: [4, 12]\nprompt: [0, 0]\n```\n')
  const notebook = parse(source)
  test('has no problems, and is written back byte for byte', () => {
    expect(notebook.problems).toEqual([])
    expect(notebook.broken).toBe(false)
    expect(writeNotebook(notebook)).toBe(source)
    expect(canonicalSource(notebook, testKinds)).toBe(source)
  })
  test('is read as blocks in order', () => {
    expect(notebook.blocks.map((block) => [block.type, block.line])).toEqual([
      ['prose', 6],
      ['graph', 8],
      ['prose', 24],
      ['layout', 26],
    ])
    expect(notebook.title).toBe('Reading')
    expect(notebook.seed).toBe(0)
  })
  test('gives the graph', () => {
    const { graph, broken } = planOf(notebook)
    expect(broken).toEqual({})
    expect([...graph.keys()]).toEqual(['prompt', 'primer', 'tokens', 'cut', 'push', 'run'])
    expect(graph.get('run')).toEqual({
      id: 'run',
      kind: 'forward',
      version: 1,
      params: {},
      paramWires: {},
      inputs: {
        model: [{ node: 'primer', port: 'model' }],
        tokens: [{ node: 'tokens', port: 'tokens' }],
        edits: [
          { node: 'cut', port: 'edits' },
          { node: 'push', port: 'edits' },
        ],
      },
    })
    expect(graph.get('cut')?.params).toEqual({ layer: 3 })
  })
})

describe('values as their kind reads them', () => {
  const params = (graph: string) => planOf(parse(page(graph))).graph.get('n')?.params
  test.each([
    ['n: text@1\n  value: no\n', { value: 'no' }],
    ['n: text@1\n  value: 12\n', { value: '12' }],
    ['n: text@1\n  value: [a] # b\n', { value: '[a] # b' }],
    ['n: text@1\n  value: " Lily"\n', { value: ' Lily' }],
    ["n: text@1\n  value: 'it''s'\n", { value: "it's" }],
    ['n: text@1\n  value: "a\\nb\\u00e9"\n', { value: 'a\nbé' }],
    ['n: text@1\n  value: "<- a.b"\n', { value: '<- a.b' }],
    ['n: text@1\n  value: |\n    one\n      two\n\n    # three\n', { value: 'one\n  two\n\n# three\n' }],
    ['n: text@1\n  value: |-\n    one\n    two\n', { value: 'one\ntwo' }],
    [
      'n: sampler@1\n  greedy: yes\n  temperature: 0.5\n  stop: ["\\n", ".", 3]\n',
      { greedy: true, temperature: 0.5, stop: ['\n', '.', 3] },
    ],
    [
      'n: sampler@1\n  stop:\n    - a, b\n    - {say: About the same, above: 0.3}\n    # none\n    - "x"\n',
      { stop: ['a, b', { say: 'About the same', above: 0.3 }, 'x'] },
    ],
    ['n: sampler@1\n  stop: {layer: 0..5, at: 0..1 by 0.1}\n', { stop: { layer: { from: 0, to: 5 }, at: { from: 0, to: 1, by: 0.1 } } }],
    ['n: sampler@1\n  stop: [a,\n    b,\n    c]\n', { stop: ['a', 'b', 'c'] }],
    ['n: ablate@1\n  heads: 0..3\n', { heads: { from: 0, to: 3 } }],
    ['n: ablate@1\n  heads: some\n', { heads: 'some' }],
    // what is its default is left out
    ['n: ablate@1\n  heads: all\n', {}],
    ['n: tokenizer@1\n  special: begin only\n', { special: 'begin only' }],
  ])('%j', (graph, wanted) => {
    const notebook = parse(page(graph))
    expect(notebook.problems).toEqual([])
    expect(params(graph)).toEqual(wanted)
  })
  test('a param takes a wire', () => {
    const notebook = parse(page('heat: number@1\nn: sampler@1\n  temperature: <- heat.number\n'))
    expect(notebook.problems).toEqual([])
    expect(planOf(notebook).graph.get('n')?.paramWires).toEqual({ temperature: { node: 'heat', port: 'number' } })
  })
})

describe('mistakes have their place', () => {
  test.each([
    ['unknown kind', 'a: texd@1\n', '9:4 unknown-kind'],
    ['newer version', 'a: text@2\n', '9:4 unknown-version'],
    ['no version', 'a: text\n', '9:4 missing-version'],
    ['not a head', 'hello world\n', '9:1 bad-line'],
    ['bad id', 'a b: text@1\n', '9:1 bad-id'],
    ['forbidden id', 'constructor: text@1\n', '9:1 bad-id'],
    ['same id', 'a: text@1\na: text@1\n', '10:1 duplicate-id'],
    ['unknown param', 'a: text@1\n  valve: x\n', '10:3 unknown-param'],
    ['unknown port', 'a: text@1\nb: compare@1\n  c: a.text\n', '11:3 unknown-port'],
    ['wire to no node', 'b: compare@1\n  a: nobody.text\n', '10:6 wire-to-nowhere'],
    ['wire to no port', 'a: text@1\nb: compare@1\n  a: a.txt\n', '11:6 wire-to-nowhere'],
    ['wrong type', 'a: text@1\nb: tokenizer@1\n  tokenizer: a.text\n', '11:14 wrong-type'],
    ['wrong type in a list', 'a: text@1\nc: ablate@1\nb: forward@1\n  edits: [c.edits, a.text]\n', '12:20 wrong-type'],
    ['wrong type into a param', 'a: text@1\nb: ablate@1\n  layer: <- a.text\n', '11:13 wrong-type'],
    ['not a number', 'a: ablate@1\n  layer: third\n', '10:10 wrong-type'],
    ['not a choice', 'a: tokenizer@1\n  special: nearly\n', '10:12 bad-param'],
    ['not a switch', 'a: sampler@1\n  greedy: maybe\n', '10:11 wrong-type'],
    ['open list', 'a: sampler@1\n  stop: ["."\n', '10:9 bad-yaml'],
    ['open quotes', 'a: text@1\n  value: "half\n', '10:10 bad-yaml'],
    ['anchor', 'a: sampler@1\n  stop: &x 1\n', '10:9 bad-yaml'],
    ['forbidden key', 'a: sampler@1\n  stop: {__proto__: 1}\n', '10:10 forbidden-key'],
    ['twice', 'a: text@1\n  value: x\n  value: y\n', '11:3 duplicate'],
    ['tab', 'a: text@1\n\tvalue: x\n', '10:1 bad-indent'],
    ['too deep', 'a: text@1\n  value: x\n    y\n', '11:5 bad-indent'],
    ['two wires', 'a: text@1\nb: compare@1\n  a: [a.text, a.text]\n', '11:6 too-many-wires'],
    ['missing value', 'a: text@1\n  value:\n', '10:9 missing-value'],
  ])('%s', (_name, graph, wanted) => {
    expect(codes(page(graph))).toEqual([wanted])
  })
  test('a circle is told to each of its nodes', () => {
    const notebook = parse(page('a: prompt@1\n  template: "{x}"\n  x: b.text\nb: prompt@1\n  template: "{y}"\n  y: a.text\nc: text@1\n'))
    expect(notebook.problems.map((problem) => [problem.code, problem.node, problem.line])).toEqual([
      ['cycle', 'a', 11],
      ['cycle', 'b', 14],
    ])
    expect(notebook.problems[0]?.message).toContain('`a` → `b` → `a`')
  })
  test('and leave the rest of the notebook alone', () => {
    const { graph, broken } = planOf(
      parse(page('good: text@1\n  value: x\nbad: texd@1\n  y: good.text\nalso: prompt@1\n  template: "{s}"\n  s: good.text\n')),
    )
    expect(Object.keys(broken)).toEqual(['bad'])
    expect(broken['bad']?.message).toContain('Line 11')
    expect(broken['bad']?.hint).toContain('`text`')
    expect(graph.get('also')?.inputs).toEqual({ s: [{ node: 'good', port: 'text' }] })
    expect(graph.get('bad')?.inputs).toEqual({ y: [{ node: 'good', port: 'text' }] })
  })
  test('a second node of one id does not spoil the first', () => {
    const { broken } = planOf(parse(page('a: text@1\na: text@1\n  valve: 3\n')))
    expect(broken).toEqual({})
  })
})

describe('a frame that does not parse', () => {
  test.each([
    ['no front matter', '# Title\n', '1:1 no-front-matter'],
    ['open front matter', '---\nvitrine: 1\n', '1:1 unclosed-front-matter'],
    ['bad YAML', '---\nvitrine: 1\ntitle: [a\n---\n', '4:1 bad-yaml'],
    ['newer', '---\nvitrine: 2\ntitle: x\n---\n', '2:10 unknown-version'],
    ['alias', '---\nvitrine: 1\ntitle: &a x\nother: *a\n---\n', '3:11 bad-yaml'],
    ['tag', '---\nvitrine: 1\ntitle: !!str 3\n---\n', '3:14 bad-yaml'],
    ['forbidden key', '---\nvitrine: 1\nlesson: {constructor: 1}\n---\n', '3:10 bad-yaml'],
    ['open fence', '---\nvitrine: 1\ntitle: x\n---\n\n```graph a\nb: text@1\n', '6:1 unclosed-fence'],
    ['open code fence', '---\nvitrine: 1\ntitle: x\n---\n\n~~~js\n', '6:1 unclosed-fence'],
  ])('%s', (_name, source, wanted) => {
    const notebook = parse(source)
    expect(notebook.broken).toBe(true)
    expect(notebook.source).toBe(source)
    expect(writeNotebook(notebook)).toBe(source)
    expect(codes(source)[0]).toBe(wanted)
  })
})

describe('what is not understood keeps its bytes', () => {
  const odd = page(
    '# why this is here\nloopy: loop@1\n  body:\n    inner: text@1\n      value: x\n\nstray\n  more\nn: text@1\n   value:   spaced   \n   later: [1,2]\n',
    '\n```view\ntarget:   n\n```\n\n```graph part define\nanything\n```\n\n```js\n```graph not a block\n```\n\n    :value[in.code]\n',
  )
  test('whatever it is', () => {
    const notebook = parse(odd)
    expect(notebook.broken).toBe(false)
    expect(writeNotebook(notebook)).toBe(odd)
    expect(notebook.blocks.map((block) => block.type)).toEqual(['prose', 'graph', 'view', 'define', 'prose'])
  })
  test('CRLF too', () => {
    const crlf = odd.replaceAll('\n', '\r\n')
    expect(writeNotebook(parse(crlf))).toBe(crlf)
    expect(parse(crlf).blocks).toHaveLength(5)
  })
})
