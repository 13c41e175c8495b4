import { describe, expect, test } from 'vitest'
import { migrateSource } from './migrate'
import { parseNotebook } from './parse'
import { testKinds } from './testing'
import type { KindLookup } from './types'

const OLD = `---
vitrine: 1
title: Old
---

Words.

\`\`\`graph main
# kept
a: text@1
  # why
  value: |-
    one
    two
b: sampler@1
  heat: 0.5
  topK:   3
s: sweep@1
  axes: {k: [1]}
  body:
    c: sampler@1
      heat: 0.25
\`\`\`
`
/** A catalogue in which \`sampler\` is of version 3: \`heat\` became \`temperature\`, then \`greedy\` came. */
const later: KindLookup = {
  ...testKinds,
  kind(id) {
    const facts = testKinds.kind(id)
    if (id !== 'sampler' || !facts) return facts
    return {
      ...facts,
      version: 3,
      migrations: {
        1: (fields) => new Map([...fields].map(([name, text]) => [name === 'heat' ? 'temperature' : name, text])),
        2: (fields) => new Map([...fields, ['greedy', ' no\n']]),
      },
    }
  },
}

describe('migrations', () => {
  test('bring a node to today’s version step by step; what none concerns keeps its bytes', () => {
    const { source, steps } = migrateSource(OLD, later)
    expect(source).toBe(
      OLD.replace('b: sampler@1\n  heat: 0.5\n  topK:   3\n', 'b: sampler@3\n  temperature: 0.5\n  topK:   3\n  greedy: no\n').replace(
        '    c: sampler@1\n      heat: 0.25\n',
        '    c: sampler@3\n      temperature: 0.25\n      greedy: no\n',
      ),
    )
    expect(steps).toEqual(['`b` is a `sampler@3`.', '`c` is a `sampler@3`.'])
    expect(parseNotebook(source, later).problems).toEqual([])
    expect(migrateSource(source, later)).toEqual({ source, steps: [] })
  })
  test('of today’s files change nothing', () => {
    expect(migrateSource(OLD, testKinds)).toEqual({ source: OLD, steps: [] })
    for (const odd of [
      '',
      '# no front matter',
      '---\nvitrine: 1\n',
      OLD.replace('vitrine: 1', 'vitrine: 99'),
      `${OLD}\n\`\`\`graph open\n`,
    ])
      expect(migrateSource(odd, later).source === odd || odd.startsWith('---\nvitrine: 99')).toBe(true)
  })
  test('with a step missing the node keeps its text', () => {
    const broken: KindLookup = {
      ...later,
      kind: (id) => (id === 'sampler' ? { ...later.kind(id)!, migrations: { 2: (fields) => fields } } : later.kind(id)),
    }
    expect(migrateSource(OLD, broken).source).toBe(OLD)
  })
  test('of the schema come first', () => {
    const schema = new Map([[1, (source: string) => source.replace('vitrine: 1', 'vitrine: 2').replace('# kept', '# kept twice')]])
    const { source, steps } = migrateSource(OLD, testKinds, { schema, today: 2 })
    expect(source).toBe(OLD.replace('vitrine: 1', 'vitrine: 2').replace('# kept', '# kept twice'))
    expect(steps).toEqual(['The file is of version 2, was of 1.'])
    expect(() => migrateSource(OLD, testKinds, { schema: new Map([[1, (text: string) => text]]), today: 2 })).toThrow('did not lead')
  })
})
