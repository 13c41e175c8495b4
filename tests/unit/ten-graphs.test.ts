// The ten graphs that the catalogue was tried on: each is read and written back byte for byte; what has no kind yet is named.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalSource, deepNodes, parseNotebook, planOf, writeNotebook } from '../../lib/notebook'
import { kindLookup } from '../../lib/nodes/lookup'
import { modelsOf, openHeadless } from '../../lib/session/node'

/** What a kind that is still to come, or a param of one, looks like from here. */
const NOT_YET: ReadonlySet<string> = new Set(['unknown-kind', 'unknown-param', 'unknown-port', 'bad-param'])

/** Loaded once for all ten. */
const models = modelsOf(process.cwd())

const folder = path.join(process.cwd(), 'tests/notebooks')
const files = readdirSync(folder).filter((name) => name.endsWith('.md'))
const sources = files.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')] as const)

/** Kinds that a file asks for and this catalogue does not have. */
const missing = (source: string): string[] => {
  const nodes = [...deepNodes(planOf(parseNotebook(source, kindLookup)).graph)]
  return [...new Set(nodes.map((node) => node.kind).filter((kind) => kindLookup.kind(kind) === undefined))].sort()
}

/** Errors of what is not here: a kind or a param that is to come, a model that is not on this machine. */
const ABSENT: ReadonlySet<string> = new Set([...NOT_YET, 'not-understood', 'unknown-model', 'wire-to-nowhere'])

describe('the ten graphs', () => {
  it('are ten', () => expect(files).toHaveLength(10))

  it.each(sources)('%s is read and written back', (name, source) => {
    const notebook = parseNotebook(source, kindLookup)
    expect(notebook.broken).toBe(false)
    expect(writeNotebook(notebook)).toBe(source)
    const canonical = parseNotebook(canonicalSource(notebook, kindLookup), kindLookup)
    expect([...planOf(canonical).graph]).toEqual([...planOf(notebook).graph])
    expect(canonicalSource(canonical, kindLookup)).toBe(canonical.source)
    const others = notebook.problems.filter((problem) => !NOT_YET.has(problem.code))
    expect(others.map(({ line, message }) => `${line}: ${message}`)).toEqual([])
    const kinds = missing(source).map((kind) => `there is no kind ${kind}`)
    const params = notebook.problems.filter((problem) => problem.code !== 'unknown-kind').map((problem) => problem.message)
    if (kinds.length + params.length > 0) console.log(`${name} is not yet runnable: ${[...kinds, ...params].join('; ')}`)
  })

  it.each(sources)(
    '%s runs as far as its kinds and models go',
    async (name, source) => {
      const headless = openHeadless(source, { root: process.cwd(), models })
      try {
        const views = [...(await headless.run()).values()]
        const absent = (error: { code: string; message: string } | undefined) =>
          ABSENT.has(error?.code ?? '') || (error?.code === 'iteration-failed' && error.message.includes('There is no kind'))
        const wrong = views.filter(({ state, error }) => state === 'error' && !absent(error))
        expect(wrong.map(({ id, error }) => `${id}: ${error?.code} ${error?.message}`)).toEqual([])
        const fresh = views.filter(({ state }) => state === 'fresh').length
        console.log(`${name}: ${fresh} of ${views.length} nodes give their values.`)
      } finally {
        headless.dispose()
      }
    },
    120_000,
  )
})
