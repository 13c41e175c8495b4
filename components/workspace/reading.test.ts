/* The barrier of a question, the outline, and directives in prose. */
import { expect, test } from 'vitest'
import type { Block, Notebook } from './hooks'
import { outlineOf, readingOf, withoutTitle } from './reading'

const prose = (id: string, text: string): Block => ({ type: 'prose', id, text, line: 1 })
const graph = (id: string, name: string, ...kinds: string[]): Block => ({
  type: 'graph',
  id,
  name,
  source: null,
  line: 1,
  entries: kinds.map((kind, index) => ({
    id: `${name}-${index}`,
    node: { id: `${name}-${index}`, kind, version: 1, params: {}, paramWires: {}, inputs: {} },
    source: null,
    line: 1,
  })),
})
const notebook = (...blocks: Block[]): Notebook => ({
  title: 'One word',
  seed: 0,
  frontMatter: {},
  frontMatterSource: '',
  blocks,
  problems: [],
  broken: false,
  source: '',
})

const lesson = notebook(
  prose('a', 'Label.'),
  graph('b', 'odds', 'text', 'odds'),
  prose('c', '## Predict\n'),
  graph('d', 'predict', 'question'),
  prose('e', '## Reveal\n'),
  graph('f', 'reveal', 'odds'),
)

test('everything after an open question waits, and only that', () => {
  const open = readingOf(lesson, () => false)
  expect(open.shown).toEqual(['a', 'b', 'c', 'd'])
  expect(open.waitsFor).toEqual({ node: 'predict-0', block: 'd', blocks: 2 })
  expect(readingOf(lesson, () => true).shown).toHaveLength(6)
  expect(readingOf(notebook(prose('a', ''), graph('d', 'predict', 'question')), () => false).waitsFor).toBe(null)
})

test('the outline names the title, headings and sheets that are shown', () => {
  expect(outlineOf(lesson, lesson.blocks.slice(0, 4)).map((entry) => entry.title)).toEqual(['One word', 'odds', 'Predict', 'predict'])
})

test('a heading that repeats the title is not set twice', () => {
  expect(withoutTitle('# One word\n\nLabel.', 'One word')).toBe('Label.')
  expect(withoutTitle('# Another\n', 'One word')).toBe('# Another\n')
})

test('an entry of the outline knows the nodes in the bodies of its regions', () => {
  const inner = {
    id: 'line',
    node: { id: 'line', kind: 'prompt', version: 1, params: {}, paramWires: {}, inputs: {} },
    source: null,
    line: 2,
  }
  const block = graph('b', 'tries', 'map') as Extract<Block, { type: 'graph' }>
  const [region] = block.entries
  const deep: Block = { ...block, entries: [{ ...region!, body: { entries: [inner] } } as never] }
  expect(outlineOf(notebook(deep), [deep]).at(-1)!.nodes).toEqual(['tries-0', 'line'])
})
