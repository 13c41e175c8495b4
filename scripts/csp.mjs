// The Content-Security-Policy of the export: hashes each page's inline scripts, writes the <meta>, and keeps the same for the server's header.
// It changes nothing else in a page.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Where the export keeps `{ "/": policy, "/kinds/": policy, … }` for scripts/server.mjs. */
export const policiesFile = 'policies.json'

/** The policy of one page, given the hashes of the inline scripts that it may run. */
export function policy(hashes) {
  return [
    "default-src 'self'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...hashes.map((hash) => `'sha256-${hash}'`)].join(' '),
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
    "object-src 'none'",
    "base-uri 'none'",
  ].join('; ')
}

/** The SHA-256 of every inline script of a page, in base64, each once. */
export function scriptHashes(html) {
  const scripts = html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)
  const inline = [...scripts].filter(([, attributes]) => !/\bsrc=/.test(attributes)).map(([, , text]) => text)
  return [...new Set(inline.map((text) => createHash('sha256').update(text, 'utf8').digest('base64')))]
}

const earlier = /<meta http-equiv="Content-Security-Policy"[^>]*>/

// The character set must stand in the first 1024 bytes of a page, so the policy comes right after it: before anything that loads or runs.
export function withPolicy(html, text) {
  const bare = html.replace(earlier, '')
  const start = /<head[^>]*>(?:<meta charset="utf-8"\s*\/?>)?/i.exec(bare)
  if (start === null) throw new Error('A page of the export has no <head>, so no policy can be written into it.')
  const at = start.index + start[0].length
  return `${bare.slice(0, at)}<meta http-equiv="Content-Security-Policy" content="${text}"/>${bare.slice(at)}`
}

function pages(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.html'))
    .map((name) => name.split(path.sep).join('/'))
    .sort()
}

/** The path under which a file server answers with this page: `kinds/index.html` is `/kinds/`. */
export function addressOf(name) {
  return `/${name.replace(/(^|\/)index\.html$/, '$1')}`
}

/** Writes the policy into every page of the export and returns them by address. */
export function protect(folder) {
  const policies = {}
  for (const name of pages(folder)) {
    const file = path.join(folder, name)
    const html = readFileSync(file, 'utf8')
    const text = policy(scriptHashes(html))
    writeFileSync(file, withPolicy(html, text))
    policies[addressOf(name)] = text
  }
  writeFileSync(path.join(folder, policiesFile), `${JSON.stringify(policies, null, 1)}\n`)
  return policies
}
