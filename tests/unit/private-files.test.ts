/* A model fetched into a real browser's private files: resumed, checked, opened without a network and after a reload, deleted. */
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium, noBrowser } from '../../scripts/chromium.mjs'
import type { ModelCatalogue } from '../../lib/session/model-catalogue'
import { startHub, type HubServer } from '../hub-server'

declare const catalogue: ModelCatalogue
declare function openKept(source: string): Promise<{ name: string; parameters: number; first: number } | null>

const executablePath = findChromium()
if (executablePath === undefined) console.log(`Skipped: models in a browser's private files. ${noBrowser}`)

const names = ['config.json', 'generation_config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']
const primer = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(`public/models/primer-6m/${name}`))]))

let hub: HubServer
let server: Server
let browser: Browser
let page: Page

/** Scripts by their address. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    write: false,
    external: ['onnxruntime-web/*'],
    logLevel: 'error',
  })
  return outputFiles[0]!.text
}

beforeAll(async () => {
  if (executablePath === undefined) return
  hub = await startHub({ 'us/primer': primer })
  const scripts: Readonly<Record<string, string>> = {
    '/page.js': await bundled('tests/private-files-page.ts'),
    '/worker.js': await bundled('lib/session/models-worker.ts'),
  }
  server = createServer((request, response) => {
    const script = scripts[request.url!]
    if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script)
    else response.setHeader('content-type', 'text/html').end('<!doctype html><script type="module" src="/page.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await ready()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  server?.close()
  await hub?.close()
})

async function ready(): Promise<void> {
  await page.waitForFunction('globalThis.ready')
  await page.evaluate((host) => void Object.assign(globalThis, { hubHost: host }), hub.host)
}

test.skipIf(executablePath === undefined)(
  'fetched, opened, kept and deleted',
  async () => {
    hub.behaviour.breakAfter = 3_000_000
    expect(await page.evaluate(() => catalogue.fetch('hub:us/primer'))).toMatchObject({ source: 'hub:us/primer', bytes: 11_814_018 })
    const weights = hub.requests.filter((request) => request.includes('model.safetensors'))
    expect(weights.length).toBeGreaterThanOrEqual(4)
    expect(weights.slice(1).every((request) => /bytes=[1-9]\d*-$/.test(request))).toBe(true)
    hub.requests.length = 0
    const opened = await page.evaluate(() => openKept('hub:us/primer'))
    expect(opened).toMatchObject({ name: 'us/primer', parameters: 5_770_496 })
    await page.reload()
    await ready()
    expect(await page.evaluate(() => openKept('hub:us/primer'))).toEqual(opened)
    expect(hub.requests).toEqual([])
    expect(await page.evaluate(() => catalogue.remove('hub:us/primer'))).toBe(11_814_018)
    expect(await page.evaluate(() => openKept('hub:us/primer'))).toBeNull()
  },
  120_000,
)
