/* What the page's commands write into the file, and that undo takes all of it back. */
import { beforeEach, expect, test } from 'vitest'
import { cardOf, cards, converters, fits } from '../../lib/session/browser'
import { Keeping } from '../../lib/session/keeping'
import { OpenNotebook } from '../../lib/session/open-notebook'
import { notebookActions, type NotebookActions } from './actions'
import { SheetModels } from './sheet-model'
import { stillEvaluator } from './testing'

const SOURCE = `---
vitrine: 1
title: Wires
---
A sheet.

\`\`\`graph one
prompt: text@1
  value: Once upon a time
model: model@1
tokens: tokenizer@1
  text: prompt.text
  tokenizer: model.model
forward: forward@1
  model: model.model
  tokens: tokens.tokens
both: compare@1
\`\`\`
`

const still = stillEvaluator()

let session: OpenNotebook
let actions: NotebookActions
let failures: string[]
let selected: readonly string[]

beforeEach(() => {
  failures = []
  selected = []
  const models = new SheetModels(cardOf)
  const keeping = new Keeping(null, { state: 'shipped', words: '' }, () => undefined)
  session = new OpenNotebook({ id: 'wires', source: SOURCE, evaluator: still, keeping, viewerInputs: {}, onViewerInputs: () => undefined })
  actions = notebookActions({
    session,
    cards: cards(),
    card: cardOf,
    fits,
    converters,
    select: (ids) => (selected = ids),
    show: () => undefined,
    mend: () => undefined,
    models: () => [...models.of(session.notebook()).values()],
    pin: () => undefined,
    say: () => undefined,
    fail: (words) => failures.push(words),
  })
})

const sheet = () => actions.sheet('one')
const entry = (key: string) =>
  sheet()
    .kinds()
    .find((each) => each.key === key)!
const wire = (from: string, to: string) => {
  const [a, b] = [from.split('.'), to.split('.')]
  return [
    { node: a[0]!, port: a[1]! },
    { node: b[0]!, port: b[1]! },
  ] as const
}

test('the fixture is canonical and whole', () => {
  expect(session.problems()).toEqual([])
  expect(session.source()).toBe(SOURCE)
})

test('a kind dropped from a wire is added, wired and chosen; the other nodes keep their places', () => {
  const fitting = sheet().fitting({ node: 'forward', port: 'logits', side: 'out' })
  expect(fitting.map(({ entry: { key } }) => key)).toContain('odds')
  expect(fitting.filter(({ converter }) => converter).map(({ entry: { kind } }) => kind)).toContain('odds')
  sheet().add(entry('odds'), { x: 800, y: 16 }, { port: { node: 'forward', port: 'logits', side: 'out' }, to: 'logits' })
  expect(failures).toEqual([])
  expect(selected).toEqual(['odds'])
  expect(session.source()).toContain('odds: odds@1\n  logits: forward.logits\n')
  expect(session.source()).toContain('odds: [100, 2]\n')
  expect(session.undo()).toBe('Added Next-token odds')
  expect(session.source()).toBe(SOURCE)
})

test('a wire into a param is a param wire; taking it off leaves the param', () => {
  sheet().add(entry('number'), { x: 0, y: 600 })
  sheet().add(entry('sampler'), { x: 800, y: 16 })
  sheet().connect(...wire('number.number', 'sampler.temperature'))
  expect(failures).toEqual([])
  expect(session.source()).toContain('temperature: <- number.number')
  const [from, to] = wire('number.number', 'sampler.temperature')
  sheet().disconnect([{ from, to }])
  expect(session.source()).not.toContain('temperature:')
})

test('a second wire into an input that takes one replaces the first, as one step', () => {
  sheet().add(entry('text'), { x: 0, y: 600 })
  sheet().connect(...wire('text.text', 'tokens.text'))
  expect(session.source()).toContain('  text: text.text\n')
  expect(session.source()).not.toContain('  text: prompt.text\n')
  session.undo()
  expect(session.source()).toContain('  text: prompt.text\n')
})

test('the converter that a refusal offers stands between, wired on both sides', () => {
  const [from, to] = wire('prompt.text', 'forward.tokens')
  const verdict = sheet().canConnect(from, to)
  expect(verdict).toMatchObject({ ok: false, fix: { kind: 'tokenizer' } })
  if (verdict.ok || !verdict.fix) return
  sheet().insertConverter(from, to, verdict.fix)
  expect(failures).toEqual([])
  expect(session.source()).toContain('tokenizer: tokenizer@1\n  text: prompt.text\n')
  expect(session.source()).toContain('  tokens: tokenizer.tokens\n')
})

test('deleting takes nodes with their wires, and comes back as it was', () => {
  sheet().remove(['tokens', 'prompt'])
  expect(session.source()).not.toContain('tokens.tokens')
  session.undo()
  expect(session.source()).toBe(SOURCE)
})

test('a refused value is a sentence and changes nothing', () => {
  expect(actions.setParam('model', 'backend', 'abacus')).toMatch(/backend/i)
  expect(session.source()).toBe(SOURCE)
})

test('keystrokes in one param are one step', () => {
  for (const value of ['O', 'On', 'Once']) expect(actions.setParam('prompt', 'value', value)).toBe(null)
  session.undo()
  expect(session.source()).toBe(SOURCE)
})

test('what nothing changed stays the same object', () => {
  const models = new SheetModels(cardOf)
  const before = [...models.of(session.notebook()).values()][0]!
  actions.setParam('prompt', 'value', 'Twice')
  const after = [...models.of(session.notebook()).values()][0]!
  expect(after.nodes.filter((node, index) => node === before.nodes[index]).map((node) => node.id)).toEqual([
    'model',
    'tokens',
    'forward',
    'both',
  ])
  expect(after.wires).toBe(before.wires)
  expect(after.shape).toBe(before.shape)
})
