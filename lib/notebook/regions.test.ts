import { describe, expect, test } from 'vitest'
import { planOf } from './graph-of'
import { parseNotebook } from './parse'
import { testKinds } from './testing'
import { canonicalSource, writeNotebook } from './write'

const page = (graph: string, rest = '') => `---\nvitrine: 1\ntitle: Regions\n---\n\n\`\`\`graph main\n${graph}\`\`\`\n${rest}`
const parse = (source: string) => parseNotebook(source, testKinds)
const codes = (source: string) => parse(source).problems.map((problem) => `${problem.line}:${problem.column} ${problem.code}`)
const ref = (text: string) => {
  const [node = '', port = ''] = text.split('.')
  return { node, port }
}

const SHOTS = `pairs: table@1
primer: model@1
near: model@1
shots: sweep@1
  axes: {k: [0, 1, 2], heat: 0..1 by 0.5, item: <- pairs.table, model: <- [primer.model, near.model]}
  keep: {said: sheet.text, size: count.number}
  body:
    # the prompt of one point
    sheet: prompt@1
      template: {a} {b}
      a: shots.word
      b: lead.text
    count: number@1
      value: <- shots.k
    cut: tokenizer@1
      text: sheet.text
      tokenizer: shots.model
lead: text@1
  value: Once
both: compare@1
  a: shots.said
  b: shots.table
`
const TURNS = `start: text@1
turns: loop@1
  carry: {page: start.text}
  next: {page: page.text}
  keep: {answer: said.text}
  until: <- done.number
  most: 6
  body:
    said: prompt@1
      template: {page}
      page: turns.page
    done: number@1
    inner: map@1
      over: said.text
      keep: {each: same.text}
      body:
        same: prompt@1
          template: {x}{y}
          x: inner.item
          y: turns.page
    page: prompt@1
      template: {all}
      all: said.text
last: prompt@1
  template: {a}{p}
  a: turns.answer
  p: turns.page
`
const DEFINED = `main: subgraph@1
  of: shout
  words: start.text
start: text@1
  value: hey
loud: prompt@1
  template: {x}
  x: main.loud
`
const SHOUT = `
\`\`\`graph shout define
# what it takes
inputs: {words: Text}
outputs: {loud: join.text, size: n.number}
join: prompt@1
  template: {words}!
  words: shout.words
n: number@1
\`\`\`
`

describe('regions', () => {
  test.each([
    ['a sweep', page(SHOTS)],
    ['a loop with a map inside', page(TURNS)],
    ['a definition and its use', page(DEFINED, SHOUT)],
    ['settings', page('a: text@1\n  mode: manual\n  mute: yes\n  retry: {times: 3, wait: 2}\n  pin: {text: Once}\n  value: x\n')],
  ])('%s has no problems and is canonical', (_name, source) => {
    const notebook = parse(source)
    expect(notebook.problems).toEqual([])
    expect(writeNotebook(notebook)).toBe(source)
    expect(canonicalSource(notebook, testKinds)).toBe(source)
    expect(planOf(notebook).broken).toEqual({})
  })
  test('a sweep as the runtime takes it', () => {
    const shots = planOf(parse(page(SHOTS))).graph.get('shots')
    expect(shots?.params).toEqual({ axes: { k: [0, 1, 2], heat: { from: 0, to: 1, by: 0.5 }, item: null, model: null } })
    expect(Object.keys(shots?.params['axes'] as object)).toEqual(['k', 'heat', 'item', 'model'])
    expect(shots?.entryWires).toEqual({
      axes: { item: [ref('pairs.table')], model: [ref('primer.model'), ref('near.model')] },
      keep: { said: [ref('sheet.text')], size: [ref('count.number')] },
    })
    expect([...(shots?.body?.keys() ?? [])]).toEqual(['sheet', 'count', 'cut'])
    expect(shots?.body?.get('sheet')?.inputs).toEqual({ a: [ref('shots.word')], b: [ref('lead.text')] })
    expect(shots?.body?.get('count')?.paramWires).toEqual({ value: ref('shots.k') })
  })
  test('a loop as the runtime takes it', () => {
    const { graph } = planOf(parse(page(TURNS)))
    expect([...graph.keys()]).toEqual(['start', 'turns', 'last'])
    const turns = graph.get('turns')
    expect(turns?.params).toEqual({ most: 6 })
    expect(turns?.paramWires).toEqual({ until: ref('done.number') })
    expect(turns?.entryWires).toEqual({
      carry: { page: [ref('start.text')] },
      next: { page: [ref('page.text')] },
      keep: { answer: [ref('said.text')] },
    })
    expect([...(turns?.body?.get('inner')?.body?.keys() ?? [])]).toEqual(['same'])
  })
  test('a definition as the runtime takes it', () => {
    const { graph, definitions } = planOf(parse(page(DEFINED, SHOUT)))
    expect(definitions.get('shout')).toMatchObject({
      name: 'shout',
      inputs: { words: 'text' },
      outputs: { loud: ref('join.text'), size: ref('n.number') },
    })
    expect([...(definitions.get('shout')?.body.keys() ?? [])]).toEqual(['join', 'n'])
    expect(graph.get('main')?.inputs).toEqual({ words: [ref('start.text')] })
  })
  test('settings as the runtime takes them', () => {
    const source = page('a: text@1\n  mode: auto\n  bypass: no\n  retry: 2\n  fallback: {text: none}\n  pin: {}\n')
    const notebook = parse(source)
    expect(notebook.problems).toEqual([])
    expect(planOf(notebook).graph.get('a')?.settings).toEqual({ retry: 2, fallback: { text: 'none' } })
    expect(canonicalSource(notebook, testKinds)).toContain('a: text@1\n  retry: 2\n  fallback: {text: none}\n```')
  })
})

describe('mistakes around regions and definitions have their place', () => {
  const sweep = (keep: string, body: string) => `s: sweep@1\n  axes: {k: [1]}\n${keep}  body:\n${body}`
  test.each([
    ['a wire into a body', page(`${sweep('', '    in: text@1\n')}out: compare@1\n  a: in.text\n`), ['12:6 wire-into-body']],
    [
      'a wire from one body into another',
      page(`${sweep('', '    in: text@1\n')}t: sweep@1\n  body:\n    o: compare@1\n      a: in.text\n`),
      ['14:10 wire-into-body'],
    ],
    ['no such current value', page(sweep('', '    n: number@1\n      value: <- s.z\n')), ['11:17 wire-to-nowhere']],
    ['a current value of the wrong type', page(sweep('', '    n: tokenizer@1\n      tokenizer: s.k\n')), ['11:18 wrong-type']],
    ['keep from nowhere', page(sweep('  keep: {x: gone.text}\n', '    n: number@1\n')), ['9:13 wire-to-nowhere']],
    ['no most', page('l: loop@1\n'), ['7:1 missing-value']],
    [
      'a circle through a body',
      page(
        `a: prompt@1\n  template: "{x}"\n  x: s.x\n${sweep('  keep: {x: n.text}\n', '    n: prompt@1\n      template: "{y}"\n      y: a.text\n')}`,
      ),
      ['9:6 cycle', '12:13 cycle', '16:10 cycle'],
    ],
    [
      'a circle inside a body',
      page(sweep('', '    a: prompt@1\n      template: "{x}"\n      x: b.text\n    b: prompt@1\n      template: "{x}"\n      x: a.text\n')),
      ['12:10 cycle', '15:10 cycle'],
    ],
    ['a region fed by itself', page(sweep('  keep: {x: n.text}\n', '    n: text@1\n').replace('{k: [1]}', '{k: <- s.x}')), ['8:16 cycle']],
    ['next without carry', page('l: loop@1\n  most: 2\n  next: {x: n.text}\n  body:\n    n: text@1\n'), ['9:13 wire-to-nowhere']],
    [
      'next of another type than carry',
      page('a: text@1\nl: loop@1\n  most: 2\n  carry: {x: a.text}\n  next: {x: m.model}\n  body:\n    m: model@1\n'),
      ['11:13 wrong-type'],
    ],
    ['the same id in a body', page(`n: text@1\n${sweep('', '    n: text@1\n')}`), ['11:1 duplicate-id']],
    ['an unknown kind in a body', page(sweep('', '    n: tekst@1\n      value: x\n')), ['10:8 unknown-kind']],
    ['an unknown definition', page('u: subgraph@1\n  of: shuot\n', SHOUT), ['8:7 unknown-definition']],
    ['an unknown input of a use', page('t: text@1\nu: subgraph@1\n  of: shout\n  wrods: t.text\n', SHOUT), ['10:3 unknown-port']],
    ['a wrong type across the wall', page('t: model@1\nu: subgraph@1\n  of: shout\n  words: t.model\n', SHOUT), ['10:10 wrong-type']],
    [
      'a wrong type out of the wall',
      page('u: subgraph@1\n  of: shout\nc: tokenizer@1\n  tokenizer: u.loud\n', SHOUT),
      ['10:14 wrong-type'],
    ],
    ['no such output of a use', page('u: subgraph@1\n  of: shout\nc: compare@1\n  a: u.laud\n', SHOUT), ['10:6 wire-to-nowhere']],
    ['an unknown type', page('', SHOUT.replace('Text', 'Txet')), ['11:1 unknown-type', '15:10 wrong-type']],
    ['an output from nowhere', page('', SHOUT.replace('join.text', 'joim.text')), ['12:1 wire-to-nowhere']],
    ['a definition that sees the notebook', page('outer: text@1\n', SHOUT.replace('shout.words', 'outer.text')), ['16:10 wire-to-nowhere']],
    ['a wrong setting', page('a: text@1\n  mode: sometimes\n'), ['8:9 bad-param']],
  ])('%s', (_name, source, wanted) => {
    expect(codes(source)).toEqual(wanted)
  })
  test('a definition inside itself', () => {
    const notebook = parse(
      page('', '\n```graph one define\nu: subgraph@1\n  of: two\n```\n\n```graph two define\nv: subgraph@1\n  of: one\n```\n'),
    )
    expect(notebook.problems.map((problem) => [problem.code, problem.node])).toEqual([
      ['recursion', 'one/u'],
      ['recursion', 'two/v'],
    ])
    expect(Object.keys(planOf(notebook).broken)).toEqual(['one/u', 'two/v'])
  })
  test('stop the node alone', () => {
    const { broken } = planOf(parse(page(sweep('', '    good: text@1\n    bad: tekst@1\n'))))
    expect(Object.keys(broken)).toEqual(['bad'])
  })
  test('of a definition stop its uses', () => {
    const { broken } = planOf(parse(page('u: subgraph@1\n  of: shout\n', SHOUT.replace('join.text', 'joim.text'))))
    expect(Object.keys(broken)).toEqual(['u'])
  })
  test('too deep a nest is said once and kept', () => {
    let graph = ''
    for (let depth = 0; depth < 20; depth++) graph += `${'    '.repeat(depth)}m${depth}: map@1\n${'    '.repeat(depth)}  body:\n`
    const notebook = parse(page(graph))
    expect(notebook.problems.map((problem) => problem.code)).toEqual(['too-large'])
    expect(writeNotebook(notebook)).toBe(page(graph))
  })
})
