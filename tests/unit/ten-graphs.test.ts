// The ten graphs that the catalogue was tried on: each is read and written back byte for byte, and run. Those whose kinds exist run to
// the end; of the others it is said what they wait for, and nothing else may stop them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalSource, deepNodes, parseNotebook, planOf, writeNotebook, type Notebook } from '../../lib/notebook'
import { kindLookup } from '../../lib/nodes/lookup'
import { modelsOf, openHeadless } from '../../lib/session/node'

/** What each graph waits for. What has come must be struck here, and the graph then runs further. */
const WAITS: Readonly<Record<string, readonly string[]>> = {
  '1-pasted-pages.md': [],
  '2-examples-shown.md': ['kind examples'],
  '3-bits-and-perplexity.md': ['kind benchmark', 'kind plot'],
  '4-patching.md': ['kind patch'],
  '5-speculative.md': ['kind speculate', 'scheme q4_0'],
  '6-an-agent.md': ['kind tool', 'kind use-tool'],
  '7-a-judge.md': [],
  '8-induction-forms.md': ['kind head-finder', 'kind new-model', 'kind plot', 'kind random-tokens', 'kind train', 'loss with mask'],
  '9-three-voices.md': ['kind remote-model'],
  '10-two-parents.md': ['kind benchmark', 'kind merge', 'kind train', 'kind training-rows'],
}

/** Loaded once for all ten. */
const models = modelsOf(process.cwd())
const folder = path.join(process.cwd(), 'tests/notebooks')
const sources = Object.keys(WAITS).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')] as const)

/** A chat model is too large to ship; where it lies beside the project it is read in place. */
const chatFolder = path.resolve(process.env['VITRINE_MODELS'] ?? '../shared/models', 'smollm2-135m-instruct')
const needsChat = (source: string): boolean => source.includes('source: smollm2-135m-instruct')
const inPlace = (source: string) =>
  needsChat(source) ? [{ op: 'set-param', id: 'chat', param: 'source', value: chatFolder } as const] : []

const choice = /: (\S+) should be one of .*, got “(.+)”/
const param = /`(\S+)` has no param or input `(\S+)`/

/** Kinds, choices and params that a notebook asks for and this catalogue does not have; other problems in full. */
function waitsOf({ problems }: Notebook, kinds: readonly string[]): string[] {
  const words = problems.flatMap(({ code, line, message }) => {
    if (code === 'unknown-kind') return []
    const [, chosen, value] = (code === 'bad-param' && choice.exec(message)) || []
    if (value !== undefined) return [`${chosen} ${value}`]
    const [, kind, name] = (code === 'unknown-param' && param.exec(message)) || []
    return [name === undefined ? `${line}: ${message}` : `${kind} with ${name}`]
  })
  const missing = kinds.filter((kind) => kindLookup.kind(kind) === undefined).map((kind) => `kind ${kind}`)
  return [...new Set([...missing, ...words])].sort()
}

/** Errors of nodes that ask for what is not here, or of regions around them. */
const NOT_YET: ReadonlySet<string> = new Set(['unknown-kind', 'unknown-param', 'unknown-port', 'bad-param'])
const waiting = ({ code, message }: { readonly code: string; readonly message: string }): boolean =>
  NOT_YET.has(code) || (code === 'iteration-failed' && message.includes('There is no kind'))

describe('the ten graphs', () => {
  it('are ten', () =>
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.md'))
        .sort(),
    ).toEqual(Object.keys(WAITS).sort()))

  it.each(sources)('%s is read and written back', (name, source) => {
    const notebook = parseNotebook(source, kindLookup)
    expect(notebook.broken).toBe(false)
    expect(writeNotebook(notebook)).toBe(source)
    const canonical = parseNotebook(canonicalSource(notebook, kindLookup), kindLookup)
    expect([...planOf(canonical).graph]).toEqual([...planOf(notebook).graph])
    expect(canonicalSource(canonical, kindLookup)).toBe(canonical.source)
    const kinds = [...deepNodes(planOf(notebook).graph)].map(({ kind }) => kind)
    expect(waitsOf(notebook, kinds)).toEqual(WAITS[name])
  })

  it.each(sources)('%s runs to the end, or as far as its kinds go', { timeout: 180_000 }, async (name, source) => {
    if (needsChat(source) && !existsSync(chatFolder)) return console.log(`${name} was not run: there is no chat model at ${chatFolder}.`)
    const headless = openHeadless(source, { root: process.cwd(), models, operations: inPlace(source) })
    try {
      const views = [...(await headless.run()).values()]
      const waits = WAITS[name]!
      const wrong = views.filter(({ state, error }) => {
        if (state === 'error') return waits.length === 0 || !error || !waiting(error)
        return waits.length === 0 && state !== 'fresh' && state !== 'skipped'
      })
      expect(wrong.map(({ id, state, error }) => `${id}: ${state} ${error?.message ?? ''}`)).toEqual([])
      const fresh = views.filter(({ state }) => state === 'fresh').length
      const end = waits.length === 0 ? 'it runs to the end' : `it waits for ${waits.join(', ')}`
      console.log(`${name}: ${fresh} of ${views.length} nodes give their values; ${end}.`)
    } finally {
      headless.dispose()
    }
  })
})
