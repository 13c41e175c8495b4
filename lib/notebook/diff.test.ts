import { expect, test } from 'vitest'
import { diffNotebooks } from './diff'
import { applyOperations } from './operations'
import { parseNotebook } from './parse'
import { testKinds } from './testing'
import type { Operation } from './types'

const START = parseNotebook(
  `---
vitrine: 1
title: One
---

Some words.

\`\`\`graph main
a: text@1
  value: x
b: prompt@1
  template: {p}
  p: a.text
s: sweep@1
  axes: {k: [1, 2]}
  keep: {n: c.number}
  body:
    c: number@1
      value: <- s.k
u: subgraph@1
  of: part
\`\`\`

\`\`\`graph part define
outputs: {out: t.text}
t: text@1
\`\`\`

\`\`\`layout
a: [0, 0]
\`\`\`
`,
  testKinds,
)
const words = (...operations: Operation[]) =>
  diffNotebooks(START, applyOperations(START, operations, testKinds).notebook).map((change) => change.words)

test.each<[Operation[], string[]]>([
  [[], []],
  [[{ op: 'set-title', title: 'Two' }], ['Called “Two” instead of “One”.']],
  [[{ op: 'set-seed', seed: 4 }], ['Seed 4 instead of 0.']],
  [[{ op: 'set-param', id: 'a', param: 'value', value: 'y' }], ['`value` of `a` is y, was x.']],
  [[{ op: 'rename-node', id: 'a', to: 'z' }], ['`a` is called `z`.']],
  [[{ op: 'remove-node', id: 'u' }], ['`u` (subgraph) is gone.']],
  [[{ op: 'disconnect', from: { node: 'a', port: 'text' }, to: { node: 'b', port: 'p' } }], ['`p` of `b` no longer comes from `a.text`.']],
  [[{ op: 'move-node', id: 'a', place: [4, 2] }], ['`a` is at 4, 2, was at 0, 0.']],
  [[{ op: 'set-setting', id: 'b', setting: 'mode', value: 'manual' }], ['`mode` of `b` is manual, was left out.']],
  [[{ op: 'set-axis', id: 's', name: 'k', value: [1, 2, 3] }], ['`axes` of `s` is {k: [1, 2, 3]}, was {k: [1, 2]}.']],
  [
    [{ op: 'set-entry', id: 's', param: 'keep', name: 'm', wires: [{ node: 'c', port: 'number' }] }],
    ['`keep.m` of `s` comes from `c.number`.'],
  ],
  [[{ op: 'set-param', id: 'part/t', param: 'value', value: 'y' }], ['`value` of `part/t` is y, was left out.']],
  [[{ op: 'set-input', definition: 'part', name: 'x', type: 'text' }], ['`part` takes {x: text}, took {}.']],
])('%j', (operations, wanted) => expect(words(...operations)).toEqual(wanted))

test('a text that changed is quoted', () => {
  const [prose] = START.blocks
  expect(words({ op: 'set-prose', block: prose?.id ?? '', text: 'Some other words.' })).toEqual([
    'The text “Some words.” says “Some other words.”.',
  ])
})
test('a moved node is said where it went', () => {
  expect(words({ op: 'wrap', ids: ['b'], region: { id: 'r', kind: 'map' } })).toContain('`b` stands in `r`, was in `main`.')
})
