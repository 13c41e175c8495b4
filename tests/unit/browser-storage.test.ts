/* The viewer's store where it really lives: IndexedDB of a real browser, with the same test body as the other stores. */
import { execFileSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTRACT } from '../../lib/storage/contract'

function browserPath(): string | null {
  try {
    return execFileSync(process.execPath, ['scripts/chromium.mjs'], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}
const executablePath = browserPath()
if (executablePath === null) console.log('SKIPPED: no browser was found, so IndexedDB is not tested.')

const ENTRY = `
import { CONTRACT } from './lib/storage/contract'
import { openIndexedDbStore } from './lib/storage/indexed-db'
import { openResultDatabase } from './lib/storage/result-database'
globalThis.openResults = (most) => openResultDatabase(most, Date.now)
globalThis.openStore = (name) => openIndexedDbStore(Date.now, name)
globalThis.checkStore = async (at) => {
  const store = await openStore('check-' + at)
  try { await CONTRACT[at].run(store) } catch (error) { return error.message } finally { store.close() }
  return null
}
`

describe.skipIf(executablePath === null)('IndexedDB', () => {
  let server: Server
  let browser: Browser
  let address = ''
  const tab = async (context = browser.newContext()): Promise<Page> => {
    const page = await (await context).newPage()
    await page.goto(address)
    return page
  }

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: ENTRY, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      write: false,
      format: 'iife',
    })
    const script = outputFiles[0]?.text ?? ''
    server = createServer((request, response) => {
      const isScript = request.url === '/script.js'
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      response.end(isScript ? script : '<!doctype html><link rel="icon" href="data:,"><script src="/script.js"></script>')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  it.each(CONTRACT.map((check, at) => [check.name, at] as const))('%s', async (_name, at) => {
    const page = await tab()
    expect(await page.evaluate(`checkStore(${at})`)).toBeNull()
    await page.context().close()
  })

  it('keeps across a reload; of two tabs the later save is told, and the other tab hears of a change', async () => {
    const first = await tab()
    const second = await tab(Promise.resolve(first.context()))
    await first.evaluate(`openStore('tabs').then(async (store) => { globalThis.store = store; await store.save('one', 'first', 0) })`)
    await second.evaluate(
      `openStore('tabs').then((store) => { globalThis.store = store; globalThis.heard = new Promise((resolve) => store.watch(resolve)) })`,
    )
    expect(await second.evaluate(`store.load('one').then((held) => [held.source, held.version])`)).toEqual(['first', 1])
    expect(await first.evaluate(`store.save('one', 'from the first tab', 1)`)).toEqual({ ok: true, version: 2 })
    expect(await second.evaluate('heard')).toEqual({ id: 'one', version: 2 })
    expect(await second.evaluate(`store.save('one', 'from the second tab', 1)`)).toMatchObject({
      ok: false,
      reason: 'conflict',
      version: 2,
    })
    await first.reload()
    expect(await first.evaluate(`openStore('tabs').then((store) => store.load('one')).then((held) => held.source)`)).toBe(
      'from the first tab',
    )
    await first.context().close()
  })

  it('keeps results across a reload, bounded, the least recently read leaving first', async () => {
    const page = await tab()
    const key = (letter: string) => `'${letter}'.repeat(64)`
    const put = (letter: string) =>
      `await store.put(${key(letter)}, new Uint8Array(30).fill(7)); await new Promise((resolve) => setTimeout(resolve, 5));`
    await page.evaluate(`openResults(100).then(async (store) => { ${put('a')} ${put('b')} ${put('c')} await store.get(${key('a')}) })`)
    await page.reload()
    const seen = `[...'abcd'].map((letter) => store.has(letter.repeat(64)))`
    expect(
      await page.evaluate(
        `openResults(100).then(async (store) => { ${put('d')} globalThis.store = store; return [${seen}, store.bytes()] })`,
      ),
    ).toEqual([[true, false, true, true], 90])
    expect(await page.evaluate(`store.get(${key('a')}).then((bytes) => [bytes.length, bytes[0]])`)).toEqual([30, 7])
    expect(await page.evaluate(`store.put('../x', new Uint8Array(1)).then(() => store.has('../x'))`)).toBe(false)
    expect(await page.evaluate(`store.clear().then(() => [${seen}.includes(true), store.bytes()])`)).toEqual([false, 0])
    await page.context().close()
  })
})
