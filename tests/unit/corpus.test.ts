// Files of every released version: today's program reads them to the same graph as when they were written.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrateSource, parseNotebook, planOf, writeNotebook } from '../../lib/notebook'
import { kindLookup } from '../../lib/nodes/lookup'

const corpus = path.join(process.cwd(), 'tests/corpus')
const versions = readdirSync(corpus).filter((name) => /^\d+$/.test(name))

/** What a notebook says, as one digest; maps in their order, as the runtime meets them. */
function digestOf(source: string): string {
  const { graph, definitions, seed } = planOf(parseNotebook(migrateSource(source, kindLookup).source, kindLookup))
  const plain = (_key: string, value: unknown) => (value instanceof Map ? [...value] : value)
  return createHash('sha256').update(JSON.stringify({ graph, definitions, seed }, plain)).digest('hex').slice(0, 16)
}

describe.each(versions)('version %s', (version) => {
  const folder = path.join(corpus, version)
  const list = path.join(folder, 'digests.json')
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'))
  const sourceOf = (name: string) => readFileSync(path.join(folder, name), 'utf8')
  if (process.env['VITRINE_WRITE_CORPUS'] === version)
    writeFileSync(list, `${JSON.stringify(Object.fromEntries(files.map((name) => [name, digestOf(sourceOf(name))])), null, 2)}\n`)
  const digests = JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>

  it('is whole', () => expect(files.sort()).toEqual(Object.keys(digests).sort()))
  it.each(files)('%s says what it said', (name) => {
    const source = sourceOf(name)
    const today = migrateSource(source, kindLookup).source
    expect(parseNotebook(today, kindLookup).problems.filter((problem) => problem.code !== 'unknown-kind')).toEqual([])
    expect(writeNotebook(parseNotebook(source, kindLookup))).toBe(source)
    expect(digestOf(source)).toBe(digests[name])
    expect(migrateSource(today, kindLookup)).toEqual({ source: today, steps: [] })
  })
})
