// A tab closed at random moments while a script edits: no command that was said to be kept is lost, and the file is whole.
import { execFileSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { build } from 'esbuild'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseNotebook, planOf } from '../../../lib/notebook'
import { kindLookup } from '../../../lib/nodes/lookup'

function browserPath(): string | null {
  try {
    return execFileSync(process.execPath, ['scripts/chromium.mjs'], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}
const executablePath = browserPath()
if (executablePath === null) console.log('SKIPPED: no browser was found, so closing a tab is not tested.')

/** All hundred in `npm run prove`; a few in `npm test`. */
const MOMENTS = process.env['VITRINE_FUZZ'] === undefined ? 3 : 100
const START = `---\nvitrine: 1\ntitle: Tab\n---\n\n${'Words that take their time to be written. '.repeat(2000)}\n\n\`\`\`graph main\ncount: number@1\n\`\`\`\n`
/** A command is in the store at most this long after it was made. The machine is shared: the longest of many may be late. */
const WITHIN_MS = 300

const ENTRY = `
import { openIndexedDbStore } from './lib/storage/indexed-db'
import { Keeping } from './lib/session/keeping'
import { Library } from './lib/session/library'
const shipped = { entries: async () => [], source: async () => null }
const covers = { get: () => undefined, set: () => undefined }
globalThis.openStore = (name) => openIndexedDbStore(Date.now, name)
globalThis.edit = async (name, source) => {
  const store = await openStore(name)
  const library = new Library(store, shipped, covers)
  await store.save('tab', source, 0)
  const inner = library.keeper('tab', await library.open('tab'))
  let count = 0
  const made = new Map()
  const save = async (text, labels) => {
    const done = await inner.save(text, labels)
    const last = Number(/value: (\\d+)/.exec(text)[1])
    const late = [...made].filter(([number]) => number <= last)
    for (const [number] of late) made.delete(number)
    console.log('kept ' + last + ' ' + Math.max(0, ...late.map(([, at]) => performance.now() - at)))
    return done
  }
  const keeping = new Keeping({ save }, { state: 'saved', words: '' }, (then, ms) => setTimeout(then, ms))
  setInterval(() => {
    count++
    made.set(count, performance.now())
    const now = count
    keeping.keep(() => source.replace('count: number@1\\n', 'count: number@1\\n  value: ' + now + '\\n'), 'Count ' + now)
  }, 40)
}
`

describe.skipIf(executablePath === null)('closing the tab', () => {
  let server: Server
  let browser: Browser
  let address = ''

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: ENTRY, resolveDir: path.resolve(import.meta.dirname, '../../..'), loader: 'ts' },
      bundle: true,
      write: false,
      format: 'iife',
      logLevel: 'error',
      external: ['onnxruntime-web'],
      define: { 'process.env.NODE_ENV': '"production"' },
    })
    const script = outputFiles[0]?.text ?? ''
    server = createServer((request, response) => {
      const isScript = request.url === '/script.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      response.end(
        isScript ? script : '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/script.js"></script>',
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  it(
    `${MOMENTS} times, what was said to be kept is there`,
    async () => {
      let state = 11
      const waits: number[] = []
      for (let moment = 0; moment < MOMENTS; moment++) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
        const context = await browser.newContext()
        const page = await context.newPage()
        let kept = 0
        page.on('console', (message) => {
          const [, count, late] = /^kept (\d+) ([\d.]+)$/.exec(message.text()) ?? []
          if (count === undefined) return
          kept = Number(count)
          waits.push(Number(late))
        })
        await page.goto(address)
        await page.evaluate(`edit('moment', ${JSON.stringify(START)})`)
        await page.waitForTimeout(200 + ((state >>> 8) / 2 ** 24) * 500)
        await page.close({ runBeforeUnload: false })
        const again = await context.newPage()
        await again.goto(address)
        const source = (await again.evaluate(
          `openStore('moment').then((store) => store.load('tab')).then((held) => held.source)`,
        )) as string
        const notebook = parseNotebook(source, kindLookup)
        expect(notebook.problems).toEqual([])
        expect(source.replace(/ {2}value: \d+\n/, '')).toBe(START)
        expect((planOf(notebook).graph.get('count')?.params['value'] as number | undefined) ?? 0).toBeGreaterThanOrEqual(kept)
        const versions = (await again.evaluate(`openStore('moment').then((store) => store.versions('tab'))`)) as { number: number }[]
        expect(await again.evaluate(`openStore('moment').then((store) => store.versionSource('tab', ${versions[0]?.number ?? 1}))`)).toBe(
          START,
        )
        await context.close()
      }
      const sorted = waits.toSorted((a, b) => a - b)
      expect(sorted[Math.floor(sorted.length / 2)] ?? Infinity).toBeLessThanOrEqual(WITHIN_MS)
      console.log(
        `${waits.length} saves; a command waited ${sorted[Math.floor(sorted.length / 2)]?.toFixed(0)} ms in the middle, ${sorted.at(-1)?.toFixed(0)} ms at most.`,
      )
    },
    MOMENTS * 20_000 + 20_000,
  )
})
