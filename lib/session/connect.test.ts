/* Wires between real kinds, as they are asked for while one is dragged. */
import { expect, test } from 'vitest'
import { planOf, parseNotebook } from '../notebook'
import { kindLookup } from '../nodes/lookup'
import { fits } from './browser'
import { verdictOn } from './connect'

const source = `---
vitrine: 1
title: Wires
---

\`\`\`graph wires
page: text@1
model: model@1
tokens: tokenizer@1
forward: forward@1
chunks: split@1
files: load@1
vectors: embed@1
shelf: index@1
found: search@1
sheet: prompt@1
\`\`\`
`
const plan = planOf(parseNotebook(source, kindLookup))
const ref = (text: string) => {
  const [node = '', port = ''] = text.split('.')
  return { node, port }
}
const ask = (from: string, to: string) => verdictOn(plan, ref(from), ref(to))

test('a port that takes several types takes each of them', () => {
  for (const from of ['page.text', 'files.documents', 'found.table']) expect(ask(from, 'chunks.from')).toEqual({ ok: true })
  expect([fits('text', 'text|documents|table'), fits('json', 'text|documents|table'), fits('run', 'text|documents|table')]).toEqual([
    true,
    true,
    false,
  ])
})

test('and refuses others by all their names', () => {
  expect(ask('forward.run', 'chunks.from')).toEqual({ ok: false, message: 'from takes a Text, Documents or Table; run is Run.' })
})

test('what does not fit is offered what turns one into the other', () => {
  expect(ask('page.text', 'shelf.documents')).toMatchObject({ fix: { kind: 'split', input: 'from', output: 'documents' } })
  expect(ask('files.documents', 'shelf.embeddings')).toMatchObject({ fix: { kind: 'embed', input: 'texts', output: 'embeddings' } })
  expect(ask('found.hits', 'page.value')).toMatchObject({ ok: false })
  expect(ask('found.hits', 'tokens.text')).toMatchObject({ fix: { kind: 'context', input: 'hits', output: 'text' } })
})

const regions = `---
vitrine: 1
title: Test
---

\`\`\`graph a
page: text@1
chunks: split@1
  from: page.text
each: map@1
  over: chunks.documents
  keep: {line: line.text}
  body:
    line: prompt@1
      template: "{fact}"
    more: prompt@1
      template: "{fact}"
      fact: line.text
after: prompt@1
  template: "{a}"
use: subgraph@1
  of: hello
\`\`\`

\`\`\`graph hello define
inputs: {who: Text}
outputs: {line: said.text}
said: prompt@1
  template: "{who}"
  who: hello.who
\`\`\`
`
const inner = planOf(parseNotebook(regions, kindLookup))
const askInside = (from: string, to: string) => verdictOn(inner, ref(from), ref(to))

test('wires inside bodies: current values and what is around come in, nothing goes out but what is kept', () => {
  expect(askInside('each.item', 'line.fact')).toEqual({ ok: true })
  expect(askInside('page.text', 'line.fact')).toEqual({ ok: true })
  expect(askInside('line.text', 'after.a')).toMatchObject({ ok: false, message: expect.stringContaining('keep') as string })
  expect(askInside('each.table', 'chunks.from')).toMatchObject({ ok: false, wrap: ['chunks', 'each'] })
})

test('a wire back is offered as the next state of a loop', () => {
  expect(askInside('more.text', 'line.fact')).toMatchObject({ ok: false, wrap: ['line', 'more'] })
})

test('a use has the ports of its definition', () => {
  expect(askInside('page.text', 'use.who')).toEqual({ ok: true })
  expect(askInside('use.line', 'after.a')).toEqual({ ok: true })
  expect(askInside('use.nothing', 'after.a')).toMatchObject({ ok: false })
})
