/* The notebooks that ship, and their mutations, through the parser with the real kinds. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  applyOperation,
  canonicalSource,
  checkNotebook,
  graphOf,
  OperationRefused,
  parseNotebook,
  planOf,
  writeNotebook,
} from '../../lib/notebook'
import { notebookOfGraph } from '../../lib/notebook/parse'
import { kinds } from '../../lib/nodes'
import { kindLookup } from '../../lib/nodes/lookup'
import { counterRandom } from '../../lib/graph/random'

const folder = path.join(process.cwd(), 'notebooks')
const files = readdirSync(folder).filter((name) => name.endsWith('.md'))

describe.each(files)('notebooks/%s', (name) => {
  const source = readFileSync(path.join(folder, name), 'utf8')
  const notebook = parseNotebook(source, kindLookup)
  test('has no problems', () => expect(checkNotebook(notebook)).toEqual([]))
  test('keeps its bytes, and says the same in canonical form', () => {
    expect(writeNotebook(notebook)).toBe(source)
    const canonical = parseNotebook(canonicalSource(notebook, kindLookup), kindLookup)
    expect(canonicalSource(canonical, kindLookup)).toBe(canonical.source)
    expect([...graphOf(canonical)]).toEqual([...graphOf(notebook)])
  })
  test('one param changed is one line changed, and undone it is the same file', () => {
    for (const node of graphOf(notebook).values()) {
      for (const [param, value] of Object.entries(node.params)) {
        if (typeof value !== 'string' || value.includes('\n')) continue
        const applied = tryParam(node.id, param, `${value}x`)
        if (!applied) continue
        const lines = applied.notebook.source.split('\n')
        const changed = source.split('\n').filter((line, at) => line !== lines[at])
        expect([lines.length, changed.length]).toEqual([source.split('\n').length, 1])
        expect(applyOperation(applied.notebook, applied.inverse, kindLookup).notebook.source).toBe(source)
      }
    }
  })
  function tryParam(id: string, param: string, value: string) {
    try {
      return applyOperation(notebook, { op: 'set-param', id, param, value }, kindLookup)
    } catch (error) {
      if (error instanceof OperationRefused) return null
      throw error
    }
  }
  test('two hundred mutations never throw and keep their bytes', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const mutated = mutate(source, seed)
      try {
        const read = parseNotebook(mutated, kindLookup)
        checkNotebook(read)
        planOf(read)
        expect(writeNotebook(read)).toBe(mutated)
      } catch (error) {
        throw new Error(`Seed ${seed} of ${name}:\n${mutated}`, { cause: error })
      }
    }
  })
})

/** Characters taken out, put in, doubled; lines swapped between places. */
function mutate(source: string, seed: number): string {
  const random = counterRandom(seed)
  const parts = [
    ':',
    '[',
    ']',
    '{',
    '}',
    '"',
    '|',
    '<- a.b',
    '- ',
    '\t',
    '#',
    '```',
    '@2',
    '..',
    '-1',
    'null',
    '{a}',
    '999999999999',
    '\u0000',
    '.',
  ]
  let text = source
  for (let edit = 0; edit < 6; edit++) {
    const at = Math.floor(random() * text.length)
    const length = Math.floor(random() * 8)
    const part = random() < 0.5 ? (parts[Math.floor(random() * parts.length)] ?? '') : source.slice(at, at + 20)
    text = text.slice(0, at) + part + text.slice(at + (random() < 0.5 ? length : 0))
  }
  return text
}

test.each(kinds.map((kind) => [kind.kind, kind.example] as const))('the example of %s is in order', (_kind, example) => {
  const notebook = notebookOfGraph(example, kindLookup)
  expect(notebook.problems).toEqual([])
  expect(notebook.source).toContain(example)
})
