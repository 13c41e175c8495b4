import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OperationRefused } from './draft'
import { allEntriesOf, definitionsOf, graphOf, planOf } from './graph-of'
import { History } from './history'
import { applyOperation, applyOperations } from './operations'
import { parseNotebook } from './parse'
import { copyNodes } from './paste'
import { testKinds } from './testing'
import type { Notebook, Operation } from './types'

const START = `---
vitrine: 1
title: Structure
---

It says :value[out.text] and :value[loud/join.text].

\`\`\`graph main
words: text@1
  value: one
primer: model@1
# the sum
first: prompt@1
  template: {x}
  x: words.text
second: prompt@1
  template: {a}{b}
  a: first.text
  b: words.text
out: prompt@1
  template: {y}
  y: second.text
loud: subgraph@1
  of: shout
  words: out.text
shots: sweep@1
  axes: {k: [1, 2], who: [a, b], item: <- pairs.table}
  keep: {said: inner.text}
  body:
    inner: prompt@1
      template: {z}{w}
      z: words.text
      w: shots.who
    count: number@1
      value: <- shots.k
pairs: table@1
after: prompt@1
  template: {s}
  s: shots.said
\`\`\`

\`\`\`graph turning
turns: loop@1
  carry: {page: words.text}
  next: {page: say.text}
  until: <- done.number
  most: 4
  body:
    say: prompt@1
      template: {p}
      p: turns.page
    done: number@1
\`\`\`

\`\`\`graph shout define
inputs: {words: Text}
outputs: {loud: join.text}
join: prompt@1
  template: {words}!
  words: shout.words
\`\`\`

\`\`\`scene look
target: out
notes: Wait.
\`\`\`

\`\`\`layout
first: [10, 4]
inner: [1, 1]
loud: [40, 0]
second: [20, 6]
shots: [60, 0]
shout/join: [2, 2]
words: [0, 0]
\`\`\`
`
const start = parseNotebook(START, testKinds)
const apply = (notebook: Notebook, ...operations: Operation[]): Notebook => applyOperations(notebook, operations, testKinds).notebook
const changed = (...operations: Operation[]) => apply(start, ...operations)
const refusal = (...operations: Operation[]): string => {
  try {
    changed(...operations)
    return 'done'
  } catch (error) {
    if (error instanceof OperationRefused) return error.message
    throw error
  }
}
const linesOf = (notebook: Notebook, from: string, to: string): string => {
  const lines = notebook.source.split('\n')
  const at = lines.findIndex((line) => line.startsWith(from))
  return lines
    .slice(
      at,
      lines.findIndex((line, index) => index > at && line.startsWith(to)),
    )
    .join('\n')
}
const placesOf = (notebook: Notebook) => notebook.blocks.find((block) => block.type === 'layout')?.places

test('the notebook to start from is in order', () => {
  expect(start.problems).toEqual([])
})

describe('regions', () => {
  const wrapped = changed({ op: 'wrap', ids: ['second', 'first'], region: { id: 'each', kind: 'map' } })
  test('a region goes around nodes: what is read from outside is kept, and the region stands where they stood', () => {
    expect(wrapped.problems).toEqual([])
    expect(linesOf(wrapped, 'each:', 'out:')).toBe(
      `each: map@1
  keep: {text: second.text}
  body:
    # the sum
    first: prompt@1
      template: {x}
      x: words.text
    second: prompt@1
      template: {a}{b}
      a: first.text
      b: words.text`,
    )
    expect(wrapped.source).toContain('  y: each.text\n')
    expect(placesOf(wrapped)).toMatchObject({ each: [10, 4], first: [0, 0], second: [10, 2] })
  })
  test('and away again, to the file as it was', () => {
    expect(apply(wrapped, { op: 'unwrap', id: 'each' }).source).toBe(START)
  })
  test('a region that needs a maximum asks for it', () => {
    expect(refusal({ op: 'wrap', ids: ['first'], region: { id: 'again', kind: 'loop' } })).toContain('needs `most`')
    expect(changed({ op: 'wrap', ids: ['first'], region: { id: 'again', kind: 'loop', params: { most: 3 } } }).source).toContain(
      'again: loop@1',
    )
  })
  test('a wall that would be crossed both ways is refused', () => {
    expect(refusal({ op: 'wrap', ids: ['first', 'out'], region: { id: 'each', kind: 'map' } })).toContain('circle')
    expect(refusal({ op: 'wrap', ids: ['first', 'inner'], region: { id: 'each', kind: 'map' } })).toContain('another body')
  })
  test('unwrapped, current values become what was carried in or stood first', () => {
    const flat = changed({ op: 'unwrap', id: 'turns' }, { op: 'unwrap', id: 'shots' })
    expect(flat.problems).toEqual([])
    expect(flat.source).toContain('say: prompt@1\n  template: {p}\n  p: words.text\n')
    expect(flat.source).toContain('count: number@1\n  value: 1\n')
    expect(flat.source).toContain('after: prompt@1\n  template: {s}\n  s: inner.text\n')
    expect(placesOf(flat)?.['inner']).toEqual([61, 1])
  })
  test('a node goes into a body and out of it', () => {
    const inside = changed({ op: 'move-into', ids: ['second'], region: 'shots' })
    expect(inside.problems).toEqual([])
    expect(graphOf(inside).get('shots')?.entryWires?.['keep']).toEqual({
      said: [{ node: 'inner', port: 'text' }],
      text: [{ node: 'second', port: 'text' }],
    })
    expect(inside.source).toContain('  y: shots.text\n')
    expect(placesOf(inside)?.['second']).toEqual([-40, 6])
    const outside = apply(inside, { op: 'move-out', ids: ['second'] })
    expect([...graphOf(outside).keys()]).toContain('second')
    expect(placesOf(outside)?.['second']).toEqual([20, 6])
  })
  test('a node does not go where it would feed itself', () => {
    expect(refusal({ op: 'move-into', ids: ['words'], region: 'turns' })).toContain('do not stand beside each other')
    expect(refusal({ op: 'move-into', ids: ['pairs'], region: 'shots' })).toContain('stands in the body')
  })
  test('entries, axes and settings are one line each', () => {
    const steps: [Operation, string][] = [
      [{ op: 'set-axis', id: 'shots', name: 'k', value: { from: 0, to: 5 } }, '  axes: {k: 0..5, who: [a, b], item: <- pairs.table}'],
      [{ op: 'set-axis', id: 'shots', name: 'who', value: undefined }, '  axes: {k: [1, 2], item: <- pairs.table}'],
      [
        { op: 'set-entry', id: 'shots', param: 'axes', name: 'm', wires: [{ node: 'primer', port: 'model' }] },
        '  axes: {k: [1, 2], who: [a, b], item: <- pairs.table, m: <- primer.model}',
      ],
      [
        { op: 'set-entry', id: 'shots', param: 'keep', name: 'n', wires: [{ node: 'count', port: 'number' }] },
        '  keep: {said: inner.text, n: count.number}',
      ],
      [{ op: 'set-setting', id: 'inner', setting: 'mode', value: 'manual' }, '      mode: manual'],
    ]
    for (const [operation, line] of steps) {
      const after = changed(operation)
      const [before, now] = [START.split('\n'), after.source.split('\n')]
      expect(now.filter((each) => !before.includes(each))).toEqual([line])
    }
    expect(refusal({ op: 'set-entry', id: 'shots', param: 'keep', name: 'n', wires: [{ node: 'say', port: 'text' }] })).toContain(
      'stands in the body',
    )
    expect(refusal({ op: 'set-setting', id: 'inner', setting: 'mode', value: 'often' })).toContain('one of')
  })
  test('a renamed entry is followed inside and outside', () => {
    const kept = changed({ op: 'rename-entry', id: 'shots', param: 'keep', name: 'said', to: 'texts' })
    expect(kept.source).toContain('  s: shots.texts\n')
    const axis = changed({ op: 'rename-entry', id: 'shots', param: 'axes', name: 'k', to: 'shots-given' })
    expect(axis.source).toContain('value: <- shots.shots-given\n')
    const carried = changed({ op: 'rename-entry', id: 'turns', param: 'carry', name: 'page', to: 'sheet' })
    expect(carried.source).toContain('  carry: {sheet: words.text}\n  next: {sheet: say.text}\n')
    expect(carried.source).toContain('p: turns.sheet\n')
  })
})

describe('definitions', () => {
  const made = changed({ op: 'make-subgraph', ids: ['first', 'second'], name: 'adding', use: 'sum' })
  test('are made of nodes; ports are what crosses the wall', () => {
    expect(made.problems).toEqual([])
    expect(linesOf(made, 'sum:', 'out:')).toBe('sum: subgraph@1\n  of: adding\n  text: words.text')
    expect(linesOf(made, '```graph adding', '```')).toBe(
      `\`\`\`graph adding define
inputs: {text: Text}
outputs: {text: second.text}
# the sum
first: prompt@1
  template: {x}
  x: adding.text
second: prompt@1
  template: {a}{b}
  a: first.text
  b: adding.text`,
    )
    expect(made.source).toContain('  y: sum.text\n')
    expect(placesOf(made)).toMatchObject({ sum: [10, 4], 'adding/first': [0, 0], 'adding/second': [10, 2] })
  })
  test('a use becomes nodes again', () => {
    const again = apply(made, { op: 'detach', id: 'sum' })
    expect(again.problems).toEqual([])
    expect([...graphOf(again)].slice(0, 5)).toEqual([...graphOf(start)].slice(0, 5))
    expect(placesOf(again)).toMatchObject({ first: [10, 4], second: [20, 6] })
    const loud = changed({ op: 'detach', id: 'loud' })
    expect(loud.source).toContain('join: prompt@1\n  template: {words}!\n  words: out.text\n')
    expect(loud.source).toContain(':value[join.text]')
  })
  test('what a use sets itself comes along', () => {
    const own = changed(
      { op: 'set-param', id: 'loud', param: 'overrides', value: { 'join.template': '{words}?' } },
      { op: 'detach', id: 'loud' },
    )
    expect(own.source).toContain('join: prompt@1\n  template: {words}?\n')
  })
  test('are renamed with their uses and places', () => {
    const renamed = changed({ op: 'rename-definition', name: 'shout', to: 'cry' })
    expect(renamed.problems).toEqual([])
    expect(renamed.source).toContain('of: cry\n')
    expect(renamed.source).toContain('words: cry.words\n')
    expect(placesOf(renamed)?.['cry/join']).toEqual([2, 2])
  })
  test('ports come, are renamed, and go with their wires', () => {
    const wired = changed(
      { op: 'set-input', definition: 'shout', name: 'mark', type: 'Text' },
      { op: 'connect', from: { node: 'words', port: 'text' }, to: { node: 'loud', port: 'mark' } },
      { op: 'set-output', definition: 'shout', name: 'same', from: { node: 'shout/join', port: 'text' } },
      { op: 'set-param', id: 'out', param: 'template', value: '{y}{q}' },
    )
    expect(wired.problems).toEqual([])
    expect(wired.source).toContain('inputs: {words: Text, mark: Text}\noutputs: {loud: join.text, same: join.text}\n')
    const renamed = apply(wired, { op: 'rename-port', definition: 'shout', side: 'input', name: 'words', to: 'said' })
    expect(renamed.problems).toEqual([])
    expect(renamed.source).toContain('  said: out.text\n')
    expect(renamed.source).toContain('  words: shout.said\n')
    const gone = apply(renamed, { op: 'remove-port', definition: 'shout', side: 'input', name: 'mark' })
    expect(gone.problems).toEqual([])
    expect(gone.source).not.toContain('mark')
    expect(refusal({ op: 'set-output', definition: 'shout', name: 'x', from: { node: 'join', port: 'txt' } })).toContain('cannot be read')
  })
  test('nodes inside are edited by their address', () => {
    const edited = changed(
      { op: 'set-param', id: 'shout/join', param: 'template', value: '{words}!!' },
      { op: 'rename-node', id: 'shout/join', to: 'shout/all' },
      { op: 'move-node', id: 'shout/all', place: [5, 5] },
    )
    expect(edited.problems).toEqual([])
    expect(edited.source).toContain('outputs: {loud: all.text}\nall: prompt@1\n  template: {words}!!\n')
    expect(placesOf(edited)?.['shout/all']).toEqual([5, 5])
  })
})

describe('copy and paste', () => {
  test('nodes are file text; ids that are taken change, and wires inside stay together', () => {
    const text = copyNodes(start, ['first', 'second', 'loud', 'shots'], testKinds)
    const pasted = changed({ op: 'paste', sheet: 'turning', text, place: [0, 50] })
    expect(pasted.problems).toEqual([])
    expect(pasted.source).toContain('second-2: prompt@1\n  template: {a}{b}\n  a: first-2.text\n  b: words.text\n')
    expect(pasted.source).toContain('      w: shots-2.who\n')
    expect(placesOf(pasted)).toMatchObject({ 'first-2': [0, 54], 'shots-2': [50, 50], 'inner-2': [1, 1] })
    expect(definitionsOf(pasted).size).toBe(1)
  })
  test('into another notebook definitions come along, and wires to nowhere do not', () => {
    const other = parseNotebook('---\nvitrine: 1\ntitle: Other\n---\n\n```graph here\n```\n', testKinds)
    const text = copyNodes(start, ['loud', 'second'], testKinds)
    const pasted = apply(other, { op: 'paste', sheet: 'here', text })
    expect(pasted.problems).toEqual([])
    expect(pasted.source).toContain('loud: subgraph@1\n  of: shout\n```')
    expect(pasted.source).toContain('```graph shout define')
    expect(pasted.source).toContain('second: prompt@1\n  template: {a}{b}\n')
  })
  test('a definition of the same name but another text gets another', () => {
    const text = copyNodes(changed({ op: 'set-param', id: 'shout/join', param: 'template', value: '{words}?' }), ['loud'], testKinds)
    const pasted = changed({ op: 'paste', sheet: 'main', text })
    expect(pasted.problems).toEqual([])
    expect(pasted.source).toContain('loud-2: subgraph@1\n  of: shout-2\n')
    expect(pasted.source).toContain('words: shout-2.words\n')
  })
  test('into a body, lines of a sheet do as well', () => {
    const pasted = changed({
      op: 'paste',
      sheet: 'main',
      region: 'shots',
      text: 'inner: number@1\n  value: <- shots.k\nworse: prompt@1\n  template: {q}\n  q: nobody.text',
    })
    expect(pasted.problems).toEqual([])
    expect(pasted.source).toContain('    inner-2: number@1\n      value: <- shots.k\n    worse: prompt@1\n      template: {q}\n')
  })
  test('what is no node is refused', () => {
    expect(refusal({ op: 'paste', sheet: 'main', text: 'Hello there' })).toContain('holds no nodes')
    expect(refusal({ op: 'paste', sheet: 'main', text: '```graph a\n' })).toContain('never closed')
  })
})

describe('a sheet of the file', () => {
  test('fields of scenes', () => {
    const scene = start.blocks.find((block) => block.type === 'scene')?.id ?? ''
    const after = changed(
      { op: 'set-field', block: scene, field: 'steps', value: ['out', 'loud.loud'] },
      { op: 'set-field', block: scene, field: 'notes', value: undefined },
      { op: 'set-field', block: scene, field: 'presets', value: { 'words.value': 'two' } },
    )
    expect(linesOf(after, '```scene', '```l')).toContain('target: out\npresets: {words.value: two}\nsteps: [out, loud.loud]\n```')
    const block = after.blocks.find((each) => each.type === 'scene')
    expect(block?.type === 'scene' && block.scene).toEqual({
      target: 'out',
      presets: [{ node: 'words', param: 'value', value: 'two' }],
      steps: ['out', 'loud.loud'],
      lamp: [],
      notes: '',
      barrier: null,
    })
  })
  test('scenes and pinned views follow a node that is renamed, and a target that is not there is said', () => {
    const scene = start.blocks.find((block) => block.type === 'scene')?.id ?? ''
    const steps: Operation = { op: 'set-field', block: scene, field: 'steps', value: ['out.text', 'first'] }
    const preset: Operation = { op: 'set-field', block: scene, field: 'presets', value: { 'out.template': 'out' } }
    const renamed = changed(steps, preset, { op: 'rename-node', id: 'out', to: 'end' })
    expect(linesOf(renamed, 'target', '```')).toBe('target: end\npresets: {end.template: out}\nsteps: [end.text, first]\nnotes: Wait.')
    expect(renamed.problems).toEqual([])
    expect(changed({ op: 'set-field', block: scene, field: 'target', value: 'nobody' }).problems.map(({ code }) => code)).toEqual([
      'scene-to-nowhere',
    ])
  })
  test('the whole source as another text', () => {
    const other = START.replace('value: one', 'value: two')
    expect(changed({ op: 'set-source', source: other }).source).toBe(other)
    expect(refusal({ op: 'set-source', source: '# no notebook' })).toContain('Line 1')
  })
})

const IDS = [
  'words',
  'first',
  'second',
  'out',
  'loud',
  'shots',
  'inner',
  'count',
  'after',
  'turns',
  'say',
  'done',
  'shout/join',
  'sum',
  'r',
  'x-2',
  'pairs',
]
const id = fc.constantFrom(...IDS)
const ref = fc.record({
  node: fc.constantFrom(...IDS, 'shout'),
  port: fc.constantFrom('text', 'number', 'said', 'loud', 'k', 'page', 'table', 'words'),
})
const name = fc.constantFrom('said', 'page', 'k', 'n', 'text', 'words', 'loud', 'bad name')
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 3 })
const definition = fc.constantFrom('shout', 'adding', 'cry')
const side = fc.constantFrom('input' as const, 'output' as const)
const place = fc.tuple(fc.integer({ min: -9, max: 99 }), fc.integer({ min: -9, max: 99 }))
const sheet = fc.constantFrom('main', 'turning', 'shout')
const copied = ids.map((chosen) => {
  try {
    return copyNodes(start, chosen, testKinds)
  } catch {
    return 'n: text@1\n'
  }
})
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    op: fc.constant('wrap' as const),
    ids,
    region: fc.record({
      id: fc.constantFrom('r', 'r2', 'words'),
      kind: fc.constantFrom('map', 'sweep', 'loop'),
      params: fc.constantFrom({ most: 2 }),
    }),
  }),
  fc.record({ op: fc.constant('unwrap' as const), id }),
  fc.record({ op: fc.constant('move-into' as const), ids, region: fc.constantFrom('shots', 'turns', 'r') }),
  fc.record({ op: fc.constant('move-out' as const), ids }),
  fc.record({ op: fc.constant('make-subgraph' as const), ids, name: definition, use: fc.constantFrom('sum', 'x', 'first') }),
  fc.record({ op: fc.constant('detach' as const), id: fc.constantFrom('loud', 'sum', 'x', 'shout/sum') }),
  fc.record({ op: fc.constant('rename-definition' as const), name: definition, to: definition }),
  fc.record({ op: fc.constant('set-input' as const), definition, name, type: fc.constantFrom('Text', 'Number', 'any', 'nothing') }),
  fc.record({ op: fc.constant('set-output' as const), definition, name, from: ref }),
  fc.record({ op: fc.constant('rename-port' as const), definition, side, name: fc.constantFrom('words', 'loud', 'text'), to: name }),
  fc.record({ op: fc.constant('remove-port' as const), definition, side, name }),
  fc.record({ op: fc.constant('paste' as const), sheet, text: copied, place }),
  fc.record({ op: fc.constant('paste' as const), sheet: fc.constant('main'), region: fc.constantFrom('shots', 'r'), text: copied }),
  fc.record({
    op: fc.constant('set-entry' as const),
    id: fc.constantFrom('shots', 'turns', 'r'),
    param: fc.constantFrom('keep', 'axes', 'carry', 'next'),
    name,
    wires: fc.option(fc.array(ref, { minLength: 1, maxLength: 2 })),
  }),
  fc.record({
    op: fc.constant('set-axis' as const),
    id: fc.constantFrom('shots', 'r'),
    name,
    value: fc.constantFrom([1, 2], ['a'], { from: 0, to: 3 }, undefined),
  }),
  fc.record({
    op: fc.constant('rename-entry' as const),
    id: fc.constantFrom('shots', 'turns', 'r'),
    param: fc.constantFrom('keep', 'axes', 'carry'),
    name,
    to: name,
  }),
  fc.record({
    op: fc.constant('set-setting' as const),
    id,
    setting: fc.constantFrom('mode', 'mute', 'retry', 'pin'),
    value: fc.constantFrom('manual', 'frozen', true, 3, { text: 'x' }, undefined),
  }),
  fc.record({ op: fc.constant('remove-node' as const), id }),
  fc.record({ op: fc.constant('rename-node' as const), id, to: fc.constantFrom(...IDS, 'fresh', 'shout/fresh') }),
  fc.record({ op: fc.constant('move-node' as const), id, place }),
  fc.record({
    op: fc.constant('connect' as const),
    from: ref,
    to: fc.record({ node: id, port: fc.constantFrom('x', 'a', 'y', 'words', 'over') }),
  }),
  fc.record({ op: fc.constant('wire-param' as const), id, param: fc.constantFrom('value', 'template', 'until'), from: fc.option(ref) }),
  fc.record({
    op: fc.constant('add-node' as const),
    sheet,
    region: fc.constantFrom('shots', undefined),
    node: fc.record({
      id: fc.constantFrom('new1', 'new2'),
      kind: fc.constantFrom('text', 'map'),
      version: fc.constant(1),
      params: fc.constant({}),
      paramWires: fc.constant({}),
      inputs: fc.constant({}),
    }),
  }) as fc.Arbitrary<Operation>,
)

const meaning = (notebook: Notebook) => ({
  plan: [...planOf(notebook).graph],
  definitions: [...planOf(notebook).definitions],
  broken: planOf(notebook).broken,
  entries: [...allEntriesOf(notebook)].map((entry) => [entry.id, entry.source, entry.line, entry.node === null]),
  places: placesOf(notebook),
  problems: notebook.problems.map(({ line, column, code, message }) => ({ line, column, code, message })),
})

describe('any sequence of changes to the structure', () => {
  test.each([
    ['with \\n', START],
    ['with \\r\\n', START.replaceAll('\n', '\r\n')],
  ])(
    'is what its file says, and undoes and redoes to the same bytes, %s',
    (_name, from) => {
      const first = parseNotebook(from, testKinds)
      const applied = new Map<string, number>()
      fc.assert(
        fc.property(fc.array(operation, { minLength: 8, maxLength: 25 }), (operations) => {
          const history = new History()
          const sources = [first.source]
          let now = first
          for (const candidate of operations) {
            try {
              const done = applyOperation(now, candidate, testKinds)
              now = done.notebook
              history.record({ label: candidate.op, operations: [candidate], inverse: done.inverse })
            } catch (error) {
              if (error instanceof OperationRefused) continue
              throw error
            }
            applied.set(candidate.op, (applied.get(candidate.op) ?? 0) + 1)
            sources.push(now.source)
            const again = parseNotebook(now.source, testKinds)
            expect(again.broken).toBe(false)
            expect(meaning(again)).toEqual(meaning(now))
          }
          for (let at = sources.length - 2; at >= 0; at--) {
            now = apply(now, ...(history.undo()?.operations ?? []))
            expect(now.source).toBe(sources[at])
          }
          expect(now.blocks).toEqual(first.blocks)
          for (let at = 1; at < sources.length; at++) {
            now = apply(now, ...(history.redo()?.operations ?? []))
            expect(now.source).toBe(sources[at])
          }
        }),
        { seed: Number(process.env['FUZZ_SEED'] ?? 20_261_125), numRuns: Number(process.env['FUZZ_RUNS'] ?? 60) },
      )
      const rare = [
        'wrap',
        'unwrap',
        'move-into',
        'move-out',
        'make-subgraph',
        'detach',
        'rename-definition',
        'rename-port',
        'paste',
      ].filter((op) => !applied.has(op))
      expect(rare).toEqual([])
    },
    120_000,
  )
})
