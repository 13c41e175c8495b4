// The static server: isolation headers, policy, types, what it refuses; and the start script's sentences.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policy, protect, scriptHashes, withPolicy } from '../../scripts/csp.mjs'
import { serve } from '../../scripts/server.mjs'

const folder = mkdtempSync(path.join(os.tmpdir(), 'vitrine-site-'))
const page = (script: string) =>
  `<!DOCTYPE html><html><head><meta charSet="utf-8"/><script src="/a.js"></script></head><body><script>${script}</script></body></html>`
let site: { address: string; close(): Promise<void> }

beforeAll(async () => {
  mkdirSync(path.join(folder, 'kinds'))
  mkdirSync(path.join(folder, '_next', 'static'), { recursive: true })
  writeFileSync(path.join(folder, 'index.html'), page('one()'))
  writeFileSync(path.join(folder, 'kinds', 'index.html'), page('two()'))
  writeFileSync(path.join(folder, '404.html'), page('three()'))
  for (const name of ['a.wasm', 'a.mjs', 'a.md', 'a.safetensors', '_next/static/a.js', '.secret'])
    writeFileSync(path.join(folder, name), 'x')
  protect(folder)
  site = await serve(folder)
})
afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('content security policy', () => {
  it('is the agreed one', () => {
    expect(policy(['AAAA'])).toBe(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-AAAA'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data: blob:; connect-src 'self' https: http://127.0.0.1:* http://localhost:*; object-src 'none'; base-uri 'none'",
    )
  })
  // echo -n 'one()' | openssl dgst -sha256 -binary | base64
  it('hashes inline scripts and leaves the others', () => {
    expect(scriptHashes(page('one()'))).toEqual(['HR7iaask9daLMRRskMI++QeJtjWDOjyPA6lGzYGzKW4='])
  })
  it('stands right after the character set, once', () => {
    const twice = withPolicy(withPolicy(page('one()'), 'a'), 'b')
    expect(twice).toContain('<head><meta charSet="utf-8"/><meta http-equiv="Content-Security-Policy" content="b"/><script')
    expect(twice.match(/http-equiv/g)).toHaveLength(1)
  })
  it('is the same in header and page', async () => {
    for (const address of ['/', '/kinds/', '/kinds', '/kinds/index.html?id=x']) {
      const answer = await fetch(site.address + address)
      const header = answer.headers.get('content-security-policy')
      expect(header).toContain("object-src 'none'")
      expect(await answer.text()).toContain(`content="${header}"`)
    }
  })
})

describe('server', () => {
  it('listens on the loopback address alone', () => expect(site.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/))
  it.each(['/', '/a.wasm', '/nothing', '/_next/static/a.js'])('isolates %s', async (address) => {
    const { headers } = await fetch(site.address + address)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
  it.each([
    ['/a.wasm', 'application/wasm'],
    ['/a.mjs', 'text/javascript'],
    ['/a.md', 'text/markdown'],
    ['/', 'text/html;charset=utf-8'],
  ])('says what %s is', async (address, type) => {
    expect((await fetch(site.address + address)).headers.get('content-type')).toBe(type)
  })
  it.each(['/nothing', '/.secret', '/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])(
    'answers 404 for %s',
    async (address) => {
      expect((await fetch(site.address + address)).status).toBe(404)
    },
  )
  it.each(['POST', 'PUT', 'DELETE'])('refuses %s', async (method) => {
    expect((await fetch(site.address, { method })).status).toBe(405)
  })
  it('lets pages be asked for again, and their parts be kept', async () => {
    const first = await fetch(site.address)
    expect(first.headers.get('cache-control')).toBe('no-cache')
    const again = await fetch(site.address, { headers: { 'if-none-match': first.headers.get('etag')! } })
    expect(again.status).toBe(304)
    expect((await fetch(`${site.address}/_next/static/a.js`)).headers.get('cache-control')).toContain('immutable')
  })
  it('can answer as a plain file server', async () => {
    const plain = await serve(folder, { headers: false })
    const { headers } = await fetch(plain.address)
    expect(headers.get('cross-origin-embedder-policy')).toBeNull()
    expect(headers.get('content-security-policy')).toBeNull()
    await plain.close()
  })
})

describe('npm start', () => {
  const start = path.join(process.cwd(), 'scripts', 'start.mjs')
  const say = (port: string) => {
    const done = spawnSync(process.execPath, [start], { env: { ...process.env, PORT: port }, encoding: 'utf8' })
    return { code: done.status, said: done.stderr.trim() }
  }
  it('refuses a port that is none, in a sentence', () => {
    expect(say('80a')).toEqual({ code: 1, said: 'PORT is “80a”; it has to be a whole number from 1 to 65535.' })
  })
  it('says that a port is in use', async () => {
    const other: Server = createServer()
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    )
    const done = await new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn(process.execPath, [start], { env: { ...process.env, PORT: String(port) } })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
      child.on('close', (code) => resolve({ code, said: said.trim() }))
    })
    other.close()
    expect(done).toEqual({
      code: 1,
      said: `Port ${port} is in use by another program. Stop that one, or set PORT to another number, for instance ${port + 1}.`,
    })
  })
  it('is a Node script, and so are all npm scripts', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    expect(scripts.start).toBe('node scripts/start.mjs')
  })
})
