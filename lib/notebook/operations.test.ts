import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OperationRefused } from './draft'
import { entriesOf, graphOf } from './graph-of'
import { History } from './history'
import { applyOperation, applyOperations } from './operations'
import { parseNotebook } from './parse'
import { testKinds } from './testing'
import type { Notebook, Operation } from './types'

const START = `---
vitrine: 1
title: Reading
lesson: {room: fundamentals}
---

# Reading

It says :value[odds.odds] for :control[heat.value].

\`\`\`graph reading
# what is read
prompt: text@1
  value: Once upon a time
primer: model@1
tokens: tokenizer@1
  text: prompt.text
  tokenizer: primer.model
\`\`\`
Between.

\`\`\`graph rest
heat: number@1
  # warm
  value: 0.7
cut: ablate@1
  layer: 3
push: ablate@1
run: forward@1
  model: primer.model
  tokens: tokens.tokens
  edits: [cut.edits, push.edits]
odds: sampler@1
  logits: run.logits
  temperature: <- heat.number
later: video@3
  of: run.run
\`\`\`

\`\`\`view
target: odds
\`\`\`

\`\`\`layout
odds: [40, 8]
prompt: [0, 0]
\`\`\`
`
const start = parseNotebook(START, testKinds)
const apply = (notebook: Notebook, ...operations: Operation[]): Notebook => applyOperations(notebook, operations, testKinds).notebook
const source = (...operations: Operation[]): string => apply(start, ...operations).source
const refusal = (operation: Operation): string => {
  try {
    applyOperation(start, operation, testKinds)
  } catch (error) {
    if (error instanceof OperationRefused) return error.message
    throw error
  }
  return ''
}

/** Lines taken out and put in, without order: what a diff would count. */
function diff(before: string, after: string): { out: string[]; in: string[] } {
  const left = before.split('\n')
  const right = after.split('\n')
  const minus = (a: string[], b: string[]) => {
    const rest = [...b]
    return a.filter((line) => {
      const at = rest.indexOf(line)
      if (at >= 0) rest.splice(at, 1)
      return at < 0
    })
  }
  return { out: minus(left, right), in: minus(right, left) }
}

const node = (
  id: string,
  kind: string,
  rest: Partial<{ params: Record<string, string | number>; inputs: Record<string, { node: string; port: string }[]> }> = {},
) => ({
  id,
  kind,
  version: 1,
  params: {},
  paramWires: {},
  inputs: {},
  ...rest,
})

describe('each operation changes few lines', () => {
  test('a param is one line', () => {
    expect(diff(START, source({ op: 'set-param', id: 'cut', param: 'layer', value: 4 }))).toEqual({
      out: ['  layer: 3'],
      in: ['  layer: 4'],
    })
  })
  test('a comment above a param stays', () => {
    expect(diff(START, source({ op: 'set-param', id: 'heat', param: 'value', value: 1.5 }))).toEqual({
      out: ['  value: 0.7'],
      in: ['  value: 1.5'],
    })
  })
  test('a default is left out', () => {
    expect(diff(START, source({ op: 'set-param', id: 'cut', param: 'layer', value: 0 }))).toEqual({ out: ['  layer: 3'], in: [] })
  })
  test('a longer text becomes a block', () => {
    expect(diff(START, source({ op: 'set-param', id: 'prompt', param: 'value', value: 'one\n\ntwo\n' })).in.toSorted()).toEqual([
      '',
      '    one',
      '    two',
      '  value: |',
    ])
  })
  test('params keep the order of their kind', () => {
    const after = source(
      { op: 'set-param', id: 'odds', param: 'stop', value: ['.'] },
      { op: 'set-param', id: 'odds', param: 'topK', value: 5 },
    )
    expect(after).toContain('  temperature: <- heat.number\n  topK: 5\n  stop: [.]\n')
  })
  test('moving a node is one line', () => {
    expect(diff(START, source({ op: 'move-node', id: 'odds', place: [48, 8] }))).toEqual({ out: ['odds: [40, 8]'], in: ['odds: [48, 8]'] })
    expect(source({ op: 'move-node', id: 'cut', place: [1, 2] })).toContain('```layout\ncut: [1, 2]\nodds: [40, 8]\n')
  })
  test('a node put into a wire is at most four', () => {
    const after = source(
      {
        op: 'add-node',
        sheet: 'reading',
        node: node('pad', 'prompt', { params: { template: '{s}!' }, inputs: { s: [{ node: 'prompt', port: 'text' }] } }),
        index: 1,
      },
      { op: 'connect', from: { node: 'pad', port: 'text' }, to: { node: 'tokens', port: 'text' } },
    )
    const { in: added, out } = diff(START, after)
    expect(out).toEqual(['  text: prompt.text'])
    expect(added).toEqual(['pad: prompt@1', '  template: {s}!', '  s: prompt.text', '  text: pad.text'])
  })
  test('a renamed node is renamed wherever it is named', () => {
    const { in: added, out } = diff(START, source({ op: 'rename-node', id: 'odds', to: 'chances' }))
    expect(out).toEqual(['It says :value[odds.odds] for :control[heat.value].', 'odds: sampler@1', 'target: odds', 'odds: [40, 8]'])
    expect(added).toEqual([
      'It says :value[chances.odds] for :control[heat.value].',
      'chances: sampler@1',
      'target: chances',
      'chances: [40, 8]',
    ])
    expect(diff(START, source({ op: 'rename-node', id: 'primer', to: 'm' })).in).toEqual([
      'm: model@1',
      '  tokenizer: m.model',
      '  model: m.model',
    ])
  })
  test('a removed node takes its wires and its place', () => {
    const { out } = diff(START, source({ op: 'remove-node', id: 'cut' }))
    expect(out).toEqual(['cut: ablate@1', '  layer: 3', '  edits: [cut.edits, push.edits]'])
    expect(source({ op: 'remove-node', id: 'cut' })).toContain('  edits: push.edits\n')
    expect(diff(START, source({ op: 'remove-node', id: 'prompt' })).out).toEqual([
      '# what is read',
      'prompt: text@1',
      '  value: Once upon a time',
      '  text: prompt.text',
      'prompt: [0, 0]',
    ])
  })
  test('a renamed slot keeps its wire, a removed one loses it', () => {
    const built = apply(start, {
      op: 'add-node',
      sheet: 'rest',
      node: node('p', 'prompt', { params: { template: 'a {one} b' }, inputs: { one: [{ node: 'prompt', port: 'text' }] } }),
    })
    const renamed = apply(built, { op: 'set-param', id: 'p', param: 'template', value: 'a {ones} b' })
    expect(graphOf(renamed).get('p')?.inputs).toEqual({ ones: [{ node: 'prompt', port: 'text' }] })
    const gone = apply(built, { op: 'set-param', id: 'p', param: 'template', value: 'a b' })
    expect(graphOf(gone).get('p')?.inputs).toEqual({})
    expect(gone.problems).toEqual(start.problems)
  })
  test('title and seed', () => {
    expect(diff(START, source({ op: 'set-title', title: 'A: #1' }))).toEqual({ out: ['title: Reading'], in: ['title: "A: #1"'] })
    expect(apply(start, { op: 'set-title', title: 'no' }).title).toBe('no')
    const seeded = apply(start, { op: 'set-seed', seed: 7 })
    expect(seeded.seed).toBe(7)
    expect(diff(START, seeded.source)).toEqual({ out: [], in: ['seed: 7'] })
  })
  test('blocks', () => {
    const added = apply(start, {
      op: 'add-block',
      block: { type: 'graph', id: 'x', name: 'more', entries: [], source: null, line: 0 },
      index: 1,
    })
    expect(added.source).toContain('heat.value].\n\n```graph more\n```\n\n```graph reading')
    expect(added.blocks[1]?.id).toBe('x')
    const prose = apply(added, { op: 'add-block', block: { type: 'prose', id: 'y', text: 'New.', line: 0 }, index: 99 })
    expect(prose.source).toContain('```\n\nNew.\n\n```layout')
    const moved = apply(prose, { op: 'move-block', block: 'y', index: 0 })
    expect(moved.source).toContain('---\n\nNew.\n\n# Reading')
    const gone = apply(moved, { op: 'remove-block', block: start.blocks[3]?.id ?? '' })
    expect([...graphOf(gone).keys()]).toEqual(['prompt', 'primer', 'tokens'])
    expect(apply(start, { op: 'rename-sheet', sheet: 'rest', to: 'other' }).source).toBe(START.replace('```graph rest', '```graph other'))
  })
  test('a fence typed into prose becomes a block', () => {
    const id = start.blocks[2]?.id ?? ''
    const after = apply(start, { op: 'set-prose', block: id, text: 'Between.\n\n```graph third\nn: note@1\n```\n\nAfter.' })
    expect(after.blocks.map((block) => block.type)).toEqual(['prose', 'graph', 'prose', 'graph', 'prose', 'graph', 'view', 'layout'])
    expect(after.blocks[2]?.id).toBe(id)
    expect(new Set(after.blocks.map((block) => block.id)).size).toBe(8)
  })
})

describe('what cannot be done is refused with a sentence', () => {
  test.each<[string, Operation, RegExp]>([
    ['no such node', { op: 'move-node', id: 'nobody', place: [0, 0] }, /no node `nobody`/],
    ['id taken', { op: 'rename-node', id: 'cut', to: 'push' }, /already a node/],
    ['bad id', { op: 'rename-node', id: 'cut', to: 'a b' }, /not a name/],
    ['no such param', { op: 'set-param', id: 'cut', param: 'leyer', value: 1 }, /no param/],
    ['bad value', { op: 'set-param', id: 'tokens', param: 'special', value: 'nearly' }, /one of/],
    [
      'wrong type',
      { op: 'connect', from: { node: 'prompt', port: 'text' }, to: { node: 'run', port: 'tokens' } },
      /no way from text to tokens/,
    ],
    ['no such port', { op: 'connect', from: { node: 'prompt', port: 'text' }, to: { node: 'run', port: 'token' } }, /no input/],
    ['circle', { op: 'connect', from: { node: 'run', port: 'run' }, to: { node: 'cut', port: 'run' } }, /circle/],
    ['unknown kind keeps its text', { op: 'set-param', id: 'later', param: 'of', value: 1 }, /keeps its text/],
    ['open fence', { op: 'set-prose', block: 'b1', text: 'x\n```js\n' }, /never closed/],
  ])('%s', (_name, operation, wanted) => {
    expect(refusal(operation)).toMatch(wanted)
  })
})

const IDS = ['prompt', 'primer', 'tokens', 'heat', 'cut', 'push', 'run', 'odds', 'later', 'n1', 'n2', 'n3']
const PORTS = ['text', 'number', 'model', 'tokens', 'edits', 'run', 'logits', 'odds', 'tokenizer', 'a', 'b', 'one', 'two']
const id = fc.constantFrom(...IDS)
const ref = fc.record({ node: id, port: fc.constantFrom(...PORTS) })
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'no',
    '3',
    ' x',
    'x ',
    '|',
    '|-',
    '<- a.b',
    '"',
    "'a",
    'a: b',
    '- x',
    '# x',
    '{one} and {two}',
    '{one}',
    'a\nb',
    'a\n',
    '\n',
    'a\n\n',
    ' a\nb',
    'a\n \nb',
    '```\nx',
    '~~~',
    '\ud800',
    'a\r\nb',
    'a\tb',
    '..',
    '0..3',
    'null',
    '',
  ),
)
const json = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  text,
  fc.boolean(),
  fc.array(fc.oneof(text, fc.integer(), fc.constant(null)), { maxLength: 4 }),
  fc.dictionary(
    fc.string({ maxLength: 6 }).filter((key) => key !== '__proto__'),
    fc.oneof(text, fc.integer(), fc.array(text, { maxLength: 2 })),
    { maxKeys: 3 },
  ),
  fc.constant({ from: 0, to: 1, by: 0.1 }),
)
const place = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }))
const block = fc.constantFrom('b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'x', 'y')
const prose = fc.oneof(
  text,
  fc.constantFrom('# Hi\n\n:value[cut.edits]\n', 'a\n\n```graph g1\nn3: text@1\n```\n\nb', '```js\nx\n```', '\n\nx\n\n'),
)
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op: fc.constant('set-title' as const), title: text }),
  fc.record({ op: fc.constant('set-seed' as const), seed: fc.nat() }),
  fc.record({
    op: fc.constant('add-node' as const),
    sheet: fc.constantFrom('reading', 'rest', 'g1'),
    node: fc.record({
      id,
      kind: fc.constantFrom('text', 'prompt', 'compare', 'sampler', 'ablate'),
      version: fc.constant(1),
      params: fc.constant({}),
      paramWires: fc.constant({}),
      inputs: fc.constant({}),
    }),
    place,
    index: fc.nat({ max: 5 }),
  }),
  fc.record({ op: fc.constant('remove-node' as const), id }),
  fc.record({ op: fc.constant('rename-node' as const), id, to: fc.oneof(id, text) }),
  fc.record({
    op: fc.constant('set-param' as const),
    id,
    param: fc.constantFrom('value', 'layer', 'heads', 'temperature', 'greedy', 'stop', 'template', 'want', 'special'),
    value: fc.option(json, { nil: undefined }),
  }),
  fc.record({
    op: fc.constant('wire-param' as const),
    id,
    param: fc.constantFrom('value', 'layer', 'temperature', 'template'),
    from: fc.option(ref),
  }),
  fc.record({ op: fc.constant('connect' as const), from: ref, to: ref }),
  fc.record({ op: fc.constant('disconnect' as const), from: ref, to: ref }),
  fc.record({ op: fc.constant('move-node' as const), id, place }),
  fc.record({ op: fc.constant('set-prose' as const), block, text: prose }),
  fc.record({
    op: fc.constant('add-block' as const),
    block: fc.record({ type: fc.constant('prose' as const), id: fc.constantFrom('x', 'y'), text: prose, line: fc.constant(0) }),
    index: fc.nat({ max: 8 }),
  }),
  fc.record({ op: fc.constant('remove-block' as const), block }),
  fc.record({ op: fc.constant('move-block' as const), block, index: fc.nat({ max: 8 }) }),
  fc.record({
    op: fc.constant('rename-sheet' as const),
    sheet: fc.constantFrom('reading', 'rest', 'g1'),
    to: fc.constantFrom('reading', 'rest', 'g2', 'not a name'),
  }),
)

/** What a notebook says, without ids of blocks and without where prose is cut. */
const meaning = (notebook: Notebook) => ({
  title: notebook.title,
  seed: notebook.seed,
  graph: [...graphOf(notebook)],
  entries: [...entriesOf(notebook)].map((entry) => [entry.id, entry.source, entry.line, entry.node === null]),
  places: notebook.blocks.filter((found) => found.type === 'layout').map((found) => found.places),
  problems: notebook.problems.map(({ line, column, code, message }) => ({ line, column, code, message })),
})

function tryApply(notebook: Notebook, candidate: Operation) {
  try {
    return applyOperation(notebook, candidate, testKinds)
  } catch (error) {
    if (error instanceof OperationRefused) return null
    throw error
  }
}

describe('any sequence of operations', () => {
  test.each([
    ['with \\n', START],
    ['with \\r\\n', START.replaceAll('\n', '\r\n')],
  ])(
    'is what its file says, and undoes and redoes to the same bytes, %s',
    (_name, from) => {
      const first = parseNotebook(from, testKinds)
      let applied = 0
      fc.assert(
        fc.property(fc.array(operation, { minLength: 10, maxLength: 30 }), (operations) => {
          const history = new History()
          const sources = [first.source]
          let now = first
          for (const candidate of operations) {
            const done = tryApply(now, candidate)
            if (!done) continue
            applied++
            now = done.notebook
            history.record({ label: candidate.op, operations: [candidate], inverse: done.inverse })
            sources.push(now.source)
            const again = parseNotebook(now.source, testKinds)
            expect(again.broken).toBe(false)
            expect(meaning(again)).toEqual(meaning(now))
            expect(new Set(now.blocks.map((found) => found.id)).size).toBe(now.blocks.length)
          }
          const last = now
          for (let at = sources.length - 2; at >= 0; at--) {
            now = apply(now, ...(history.undo()?.operations ?? []))
            expect(now.source).toBe(sources[at])
          }
          expect(now.blocks).toEqual(first.blocks)
          for (let at = 1; at < sources.length; at++) {
            now = apply(now, ...(history.redo()?.operations ?? []))
            expect(now.source).toBe(sources[at])
          }
          expect(meaning(now)).toEqual(meaning(last))
        }),
        { seed: Number(process.env['FUZZ_SEED'] ?? 20_261_124), numRuns: Number(process.env['FUZZ_RUNS'] ?? 60) },
      )
      expect(applied).toBeGreaterThan(200)
    },
    120_000,
  )
})

describe('history', () => {
  const move = (column: number): Operation => ({ op: 'move-node', id: 'odds', place: [column, 0] })
  test('steps with one merge key are one step, until it is sealed', () => {
    const history = new History()
    let now = start
    const record = (candidate: Operation, mergeKey?: string) => {
      const done = applyOperation(now, candidate, testKinds)
      now = done.notebook
      history.record({ label: candidate.op, operations: [candidate], inverse: done.inverse, ...(mergeKey ? { mergeKey } : {}) })
    }
    record(move(1), 'drag')
    record(move(2), 'drag')
    record(move(3), 'drag')
    history.seal()
    record(move(4), 'drag')
    expect(history.labels()).toEqual({ undo: 'move-node', redo: null })
    now = apply(now, ...(history.undo()?.operations ?? []))
    expect(now.blocks.find((found) => found.type === 'layout')?.places['odds']).toEqual([3, 0])
    now = apply(now, ...(history.undo()?.operations ?? []))
    expect(now.source).toBe(START)
    expect(history.undo()).toBeNull()
    now = apply(now, ...(history.redo()?.operations ?? []))
    expect(now.blocks.find((found) => found.type === 'layout')?.places['odds']).toEqual([3, 0])
  })
})
