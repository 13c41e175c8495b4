// Opens pages of the built site in a real browser and watches what a person would not see: console, requests, long tasks.
// It knows addresses and headers, nothing of what the pages hold.
import path from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.mjs'
import { root } from '../../scripts/root.mjs'
import { serve } from '../../scripts/server.mjs'

const loopback = /^(https?:\/\/127\.0\.0\.1[:/]|data:|blob:|about:)/
// Memory is measured at once, not at the next collection.
const flags = [
  '--enable-precise-memory-info',
  '--enable-blink-features=ForceEagerMeasureMemory',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

// Runs in every page before its own scripts.
function watchTasks() {
  const tasks = []
  globalThis.watchedTasks = tasks
  new PerformanceObserver((list) => list.getEntries().forEach(({ startTime, duration }) => tasks.push({ startTime, duration }))).observe({
    type: 'longtask',
    buffered: true,
  })
}

/** One visitor: a browser context with its own storage, and everything its pages said. */
export class Visitor {
  said = []
  outside = []
  missing = []

  constructor(context, address) {
    this.context = context
    this.address = address
    context.on('page', (page) => this.#listen(page))
  }

  #listen(page) {
    page.on('console', (message) => this.said.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => this.said.push(`error: ${error.message}`))
    page.on('request', (request) => loopback.test(request.url()) || this.outside.push(request.url()))
    page.on('response', (response) => response.status() >= 400 && this.missing.push(`${response.status()} ${response.url()}`))
    page.on(
      'requestfailed',
      (request) =>
        /ERR_ABORTED/.test(request.failure()?.errorText) || this.missing.push(`${request.failure()?.errorText} ${request.url()}`),
    )
  }

  async open(address) {
    const page = await this.context.newPage()
    await page.goto(`${this.address}${address}`, { waitUntil: 'commit' })
    return page
  }

  /** What went wrong unseen; empty for a good visit. */
  complaints() {
    return [
      ...this.said.map((text) => `the console said ${text}`),
      ...this.outside.map((text) => `a request left this machine: ${text}`),
      ...this.missing.map((text) => `a request failed: ${text}`),
    ]
  }
}

/** A server and a browser for all journeys. */
export async function openHouse({ folder = path.join(root, 'out'), headers = true } = {}) {
  const server = await serve(folder, { headers })
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags })
  return {
    address: server.address,
    browser,
    async visitor({ width = 1440, height = 900, dark = false, touch = false, init } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        hasTouch: touch,
        isMobile: touch,
        reducedMotion: 'reduce',
        acceptDownloads: true,
      })
      await context.addInitScript(watchTasks)
      if (init !== undefined) await context.addInitScript(init)
      return new Visitor(context, server.address)
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

/** Milliseconds since the page was opened, by its own clock. */
export const now = (page) => page.evaluate(() => performance.now())

/** Tasks of the page over 50 ms that began in a span of its clock, longest first. */
export async function longTasks(page, from = 0, to = Infinity) {
  // The observer is told of a task a little after it ended.
  await page.waitForTimeout(100)
  const tasks = await page.evaluate(() => globalThis.watchedTasks)
  return tasks.filter(({ startTime }) => startTime >= from && startTime < to).sort((a, b) => b.duration - a.duration)
}

/** The most processor time, in ms, that one task of the page's main thread took while `work` ran. Waiting for a core is not in it. */
export async function longestTaskWork(page, work) {
  const tool = await page.context().newCDPSession(page)
  const events = []
  tool.on('Tracing.dataCollected', ({ value }) => events.push(...value))
  await tool.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  })
  await work()
  const done = new Promise((resolve) => tool.once('Tracing.tracingComplete', resolve))
  await tool.send('Tracing.end')
  await done
  // The page's main thread is the one that lays out.
  const main = events.find(({ name }) => name === 'UpdateLayoutTree')
  const tasks = events.filter(({ name, pid, tid }) => name === 'RunTask' && pid === main?.pid && tid === main?.tid)
  return Math.max(0, ...tasks.map(({ tdur }) => (tdur ?? 0) / 1000))
}

export const axeFile = path.join(root, 'node_modules', 'axe-core', 'axe.min.js')

/** axe's findings that are serious or critical, one line each. The policy forbids script tags, so the text is evaluated. */
export async function seriousFindings(page, readFile) {
  await page.evaluate(readFile(axeFile, 'utf8'))
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ impact, id, nodes }) => `${impact} ${id} ×${nodes.length}: ${nodes[0].html.slice(0, 120)}`)
}
