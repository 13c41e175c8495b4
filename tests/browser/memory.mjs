// What a page takes in memory: its process at most and now, as Linux tells it, and what its scripts hold, as the browser tells it.
import { readFileSync } from 'node:fs'

/** Processes of pages, by their ids. */
async function renderers(browser) {
  const tool = await browser.newBrowserCDPSession()
  const { processInfo } = await tool.send('SystemInfo.getProcessInfo')
  await tool.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

function processMemory(id) {
  const status = readFileSync(`/proc/${id}/status`, 'utf8')
  const bytes = (what) => Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)[1]) * 1024
  return { most: bytes('VmHWM'), now: bytes('VmRSS') }
}

/** The largest process of a page that was not there before. Elsewhere than on Linux: null. */
export async function watchProcesses(browser) {
  if (process.platform !== 'linux') return async () => null
  const before = new Set(await renderers(browser))
  return async () => {
    const own = (await renderers(browser)).filter((id) => !before.has(id)).map(processMemory)
    return own.reduce((largest, each) => (each.most > largest.most ? each : largest), { most: 0, now: 0 })
  }
}

/** Bytes that scripts of the page and of its workers hold after a collection: objects, buffers and WebAssembly memory. */
export async function heldByScripts(page) {
  const { breakdown } = await page.evaluate(() => performance.measureUserAgentSpecificMemory())
  const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0)
  const inWorker = breakdown.filter(({ attribution }) => attribution.some(({ scope }) => /Worker/.test(scope)))
  const rest = breakdown.filter((each) => !inWorker.includes(each))
  return { page: sum(rest), workers: sum(inWorker) }
}

export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`
