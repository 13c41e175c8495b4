// Serves the static export on the loopback address, with the headers that give the page threads and its Content-Security-Policy.
// It only reads files of one folder: it runs nothing and keeps nothing.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import sirv from 'sirv'
import { policiesFile } from './csp.mjs'

export const loopback = '127.0.0.1'

/** What a page needs to be cross-origin isolated (threads in WebAssembly), and what keeps a browser from guessing types. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

function readPolicies(folder) {
  const file = path.join(folder, policiesFile)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

// `/kinds`, `/kinds/` and `/kinds/index.html` are the same page.
function policyFor(policies, pathname) {
  const folder = pathname.replace(/index\.html$/, '')
  return policies[folder] ?? policies[`${folder}/`] ?? policies[`${folder}.html`]
}

// Next names the files in /_next/static after their content; everything else is asked for again and answered with 304.
function cacheControl(pathname) {
  return pathname.startsWith('/_next/static/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

function notFound(folder, policies) {
  const file = path.join(folder, '404.html')
  const page = existsSync(file) ? readFileSync(file) : Buffer.from('There is nothing at this address.\n')
  return (request, response) => {
    const type = existsSync(file) ? 'text/html;charset=utf-8' : 'text/plain;charset=utf-8'
    const text = policies['/404.html']
    if (text !== undefined) response.setHeader('Content-Security-Policy', text)
    response.writeHead(404, { 'Content-Type': type, 'Content-Length': page.length, 'Cache-Control': 'no-cache' })
    response.end(request.method === 'HEAD' ? undefined : page)
  }
}

/** The request handler for one export. `headers: false` answers as any plain file server would. */
export function handler(folder, { headers = true } = {}) {
  const policies = headers ? readPolicies(folder) : {}
  const missing = notFound(folder, policies)
  const files = sirv(folder, {
    etag: true,
    setHeaders(response, pathname) {
      response.setHeader('Cache-Control', cacheControl(pathname))
      const text = policyFor(policies, pathname)
      if (text !== undefined) response.setHeader('Content-Security-Policy', text)
    },
  })
  return (request, response) => {
    if (headers) for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' })
      response.end()
    } else files(request, response, () => missing(request, response))
  }
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, loopback, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Starts the server; port 0 takes any free one. */
export async function serve(folder, { port = 0, headers = true } = {}) {
  const server = createServer(handler(folder, { headers }))
  await listen(server, port)
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { port: server.address().port, address: `http://${loopback}:${server.address().port}`, close }
}
