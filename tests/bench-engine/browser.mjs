// Runs one measurement in a page of a browser of its own, and watches how much memory its processes take at most.
import { createServer } from 'node:http'
import { readdirSync, readFileSync, existsSync, statSync, createReadStream } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { isolation, loopback } from '../../scripts/server.mjs'

const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' }

/** Serves folders under their names, and a page that does nothing. */
export async function serveFolders(folders) {
  const server = createServer((request, response) => {
    const [, name, ...rest] = decodeURIComponent(new URL(request.url, 'http://x').pathname).split('/')
    for (const [key, value] of Object.entries(isolation)) response.setHeader(key, value)
    const file = folders[name] && path.join(folders[name], ...rest)
    if (name === '') return response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>bench</title>')
    if (!file || rest.includes('..') || !existsSync(file)) return response.writeHead(404).end()
    const { size } = statSync(file)
    response.setHeader('Content-Type', types[path.extname(file)] ?? 'application/octet-stream')
    response.setHeader('Content-Length', size)
    if (request.method === 'HEAD') return response.end()
    createReadStream(file).pipe(response)
  })
  await new Promise((resolve) => server.listen(0, loopback, resolve))
  return { address: `http://${loopback}:${server.address().port}`, close: () => server.close() }
}

/** The most memory a page's process took so far, in bytes; Linux tells it. */
function mostOfRenderers(browserId) {
  if (process.platform !== 'linux') return null
  const parents = new Map()
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
      parents.set(Number(id), Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]))
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (id) => id !== undefined && (id === browserId || below(parents.get(id)))
  let most = 0
  for (const id of parents.keys()) {
    try {
      if (!below(id) || !readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('--type=renderer')) continue
      const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))
      most = Math.max(most, Number(line[1]) * 1024)
    } catch {
      // It ended meanwhile.
    }
  }
  return most
}

/** `script(argument)` runs in a page at the server's address. */
export async function inBrowser(executablePath, address, script, argument, timeout = 300_000) {
  const launched = await chromium.launchServer({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const browser = await chromium.connect(launched.wsEndpoint())
  try {
    const page = await browser.newPage()
    await page.goto(`${address}/`)
    const empty = mostOfRenderers(launched.process().pid)
    let timer
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('it took too long')), timeout)))
    const result = await Promise.race([page.evaluate(script, argument), late]).finally(() => clearTimeout(timer))
    const most = mostOfRenderers(launched.process().pid)
    return { ...result, process: most, emptyPage: empty }
  } finally {
    await browser.close()
    await launched.close()
  }
}

/** In the page: hands a task to the measuring worker. */
export const runWorker = ({ script, task }) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(script, { type: 'module' })
    worker.onmessage = ({ data }) => ('failed' in data ? reject(new Error(data.failed)) : resolve(data.measured))
    worker.onerror = (event) => reject(new Error(event.message || 'the worker did not start'))
    worker.postMessage(task)
  })
