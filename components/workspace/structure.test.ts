/* Commands across walls, as the page gives them: what they leave in the file, and that undo takes every one back. */
import { beforeEach, expect, test } from 'vitest'
import { cardOf, cards, converters, fits } from '../../lib/session/browser'
import { Keeping } from '../../lib/session/keeping'
import { OpenNotebook } from '../../lib/session/open-notebook'
import type { SheetModel } from '../canvas'
import { notebookActions, type NotebookActions } from './actions'
import { SheetModels } from './sheet-model'
import { stillEvaluator } from './testing'

const SOURCE = `---
vitrine: 1
title: Walls
---
\`\`\`graph one
name: text@1
  value: Tom
pet: text@1
  value: fox
line: prompt@1
  template: {who} has a {pet}.
  who: name.text
  pet: pet.text
more: prompt@1
  template: {line} Then?
  line: line.text
grid: sweep@1
  axes: {k: [1, 2]}
  keep: {said: said.text}
  body:
    said: prompt@1
      template: {name} {k}
      name: name.text
      k: grid.k
\`\`\`
`

let session: OpenNotebook
let actions: NotebookActions
let failures: string[]
let selected: readonly string[]
const models = new SheetModels(cardOf)
const sheets = (): readonly SheetModel[] => [...models.of(session.notebook()).values()]
const sheet = () => actions.sheet('one')
const drawn = (id: string) =>
  sheets()
    .flatMap((each) => each.nodes)
    .find((node) => node.id === id)!

beforeEach(() => {
  failures = []
  selected = []
  const keeping = new Keeping(null, { state: 'shipped', words: '' }, () => undefined)
  const evaluator = stillEvaluator()
  session = new OpenNotebook({ id: 'walls', source: SOURCE, evaluator, keeping, viewerInputs: {}, onViewerInputs: () => undefined })
  actions = notebookActions({
    session,
    cards: cards(),
    card: cardOf,
    fits,
    converters,
    select: (ids) => (selected = ids),
    show: () => undefined,
    models: sheets,
    pin: () => undefined,
    say: () => undefined,
    fail: (words) => failures.push(words),
  })
})

function undone(steps = 1): void {
  expect(failures).toEqual([])
  for (let step = 0; step < steps; step++) session.undo()
  expect(session.source()).toBe(SOURCE)
}

test('a region is drawn around its nodes, with what comes through its walls', () => {
  const grid = drawn('grid')
  expect(grid.frame?.look).toBe('region')
  expect(grid.frame?.left.map(({ label }) => label)).toEqual(['k', 'index', 'name.text', 'axis …'])
  expect(grid.frame?.right.map(({ label }) => label)).toEqual(['table', 'said', 'keep …'])
  const said = drawn('said')
  expect(said.parent).toBe('grid')
  expect(said.x).toBeGreaterThan(grid.x)
  expect(said.y + 100).toBeLessThan(grid.y + grid.frame!.height)
  const wires = sheets()[0]!.wires.map(({ ends, from, to, within }) => [`${(ends?.from ?? from).node}>${(ends?.to ?? to).node}`, within])
  expect(wires).toContainEqual(['name>grid', undefined])
  expect(wires).toContainEqual(['grid>said', 'grid'])
  expect(wires).toContainEqual(['said>grid', 'grid'])
})

test('wrapping keeps what is read outside, and unwrapping gives it back', () => {
  actions.nodes.wrap(['line'], 'map')
  expect(failures).toEqual([])
  expect(selected).toEqual(['map'])
  expect(session.source()).toMatch(/map: map@1\n {2}keep: \{text: line.text\}\n {2}body:\n {4}line: prompt@1/)
  // A list is no text, so what read the line lets go of it.
  expect(session.source()).toMatch(/more: prompt@1\n {2}template: [^\n]*\ngrid/)
  expect(session.problems()).toEqual([])
  undone()
  actions.nodes.wrap(['more'], 'loop')
  actions.nodes.unwrap('loop')
  expect(selected).toEqual(['more'])
  undone(2)
})

test('wires in walls are entries: an axis, something kept, a value from around', () => {
  sheet().connect({ node: 'pet', port: 'text' }, { node: 'grid', port: 'axes.' })
  expect(session.source()).toContain('axes: {k: [1, 2], text: <- pet.text}')
  sheet().connect({ node: 'grid', port: 'inside.text' }, { node: 'said', port: 'name' })
  expect(session.source()).toContain('name: grid.text')
  sheet().connect({ node: 'said', port: 'text' }, { node: 'grid', port: 'keep.' })
  expect(session.source()).toContain('keep: {said: said.text, text: said.text}')
  sheet().disconnect([{ from: { node: 'pet', port: 'text' }, to: { node: 'grid', port: 'axes.text' } }])
  expect(failures).toEqual([])
  undone(4)
})

test('a wire out of a body is refused with the offer to keep, which works', () => {
  const verdict = sheet().canConnect({ node: 'said', port: 'text' }, { node: 'more', port: 'line' })
  expect(verdict).toMatchObject({ ok: false })
})

test('a circle is refused with the offer of a loop, which works', () => {
  const [from, to] = [
    { node: 'more', port: 'text' },
    { node: 'line', port: 'who' },
  ]
  const verdict = sheet().canConnect(from, to)
  expect(verdict).toMatchObject({ ok: false, wrap: ['line', 'more'] })
  if (!verdict.ok && verdict.wrap) sheet().wrapCircle(verdict.wrap, from, to)
  expect(failures).toEqual([])
  const source = session.source()
  expect(source).toContain('carry: {who: name.text}')
  expect(source).toContain('next: {who: more.text}')
  expect(source).toContain('who: loop.who')
  expect(source).toContain('most: 10')
  expect(session.problems()).toEqual([])
  undone()
})

test('nodes are carried in and out, and stand where they were let go', () => {
  const grid = drawn('grid')
  sheet().carry([{ id: 'more', x: grid.x + 400, y: grid.y + 80 }], 'grid')
  expect(failures).toEqual([])
  expect(drawn('more').parent).toBe('grid')
  expect(Math.abs(drawn('more').x - grid.x - 400)).toBeLessThan(8)
  sheet().carry([{ id: 'more', x: 800, y: 640 }], null)
  expect(drawn('more')).toMatchObject({ x: 800, y: 640 })
  expect(drawn('more').parent).toBeUndefined()
  undone(2)
})

test('a node is added into the body under the place', () => {
  const said = drawn('said')
  const entry = sheet()
    .kinds()
    .find(({ key }) => key === 'text')!
  sheet().add(entry, { x: said.x + 20, y: said.y + 20 })
  expect(selected).toEqual(['text'])
  expect(drawn('text').parent).toBe('grid')
  undone()
})

test('a subgraph of the selection has own ports, is edited inside, and detached', () => {
  actions.nodes.makeSubgraph(['line', 'more'])
  expect(failures).toEqual([])
  expect(selected).toEqual(['part-use'])
  expect(drawn('part-use').inputs.map(({ name }) => name)).toEqual(['name-text', 'pet-text'])
  expect(drawn('part-use').opens).toBe('part')
  const inside = actions.sheet('part')
  expect(drawn('part').frame?.look).toBe('definition')
  expect(drawn('part/line').parent).toBe('part')
  inside.connect({ node: 'part/line', port: 'text' }, { node: 'part', port: 'output.' })
  expect(Object.keys(drawn('part-use').outputs.map(({ name }) => name))).toHaveLength(2)
  expect(inside.canConnect({ node: 'part', port: 'inside.name-text' }, { node: 'part/more', port: 'line' })).toEqual({ ok: true })
  inside.add(
    inside.kinds().find(({ key }) => key === 'text')!,
    { x: 300, y: 300 },
  )
  expect(drawn('part/text').parent).toBe('part')
  actions.nodes.detach('part-use')
  expect(failures).toEqual([])
  undone(4)
})

test('copies keep what they read; a node is put into a wire', () => {
  sheet().duplicate(['line'])
  expect(selected).toEqual(['line-2'])
  expect(session.source()).toMatch(/line-2: prompt@1\n {2}template: \{who\} has a \{pet\}\.\n {2}who: name\.text/)
  undone()
  sheet().paste({ x: 0, y: 0 }, session.copy(['grid']))
  expect(drawn('said-2').parent).toBe('grid-2')
  undone()
})

test('settings are set and said', () => {
  actions.nodes.setSetting('line', 'mode', 'manual')
  actions.nodes.setSetting('line', 'pin', { text: 'Once' })
  expect(drawn('line').marks).toEqual(['Manual', 'Pinned'])
  undone(2)
})
