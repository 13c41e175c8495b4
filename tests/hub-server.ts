/* A model hub on the loopback address, for tests: it can break off, lie about bytes, be slow, refuse, and ask for patience. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HubBehaviour {
  /** Breaks the connection after so many bytes of each answer with a file. */
  breakAfter?: number
  /** Answers ranges with the whole file. */
  noRanges?: boolean
  /** One byte of each file is another. */
  wrongByte?: boolean
  /** Bytes at a time, and milliseconds between them. */
  slow?: { readonly bytes: number; readonly ms: number }
  /** Answers the next requests with this status, as many times; `retryAfter` in seconds. */
  refuse?: { status: number; times: number; retryAfter?: number }
  /** Only with this token. */
  token?: string
  /** Sends the head of an answer and nothing more. */
  silent?: boolean
}

export interface HubServer {
  readonly host: string
  readonly behaviour: HubBehaviour
  /** `METHOD /path range` of all requests so far. */
  readonly requests: string[]
  close(): Promise<void>
}

export type HubFiles = Readonly<Record<string, Uint8Array | string>>
const COMMIT = 'c0ffee'.repeat(7).slice(0, 40)
/** Files above this count as large, as in git LFS. */
const LARGE = 1000

const bytesOf = (content: Uint8Array | string): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content)

function sibling(name: string, bytes: Uint8Array): object {
  const blobId = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return {
    rfilename: name,
    size: bytes.length,
    blobId,
    ...(bytes.length > LARGE && { lfs: { sha256, size: bytes.length, pointerSize: 130 } }),
  }
}

export async function startHub(models: Readonly<Record<string, HubFiles>>): Promise<HubServer> {
  const behaviour: HubBehaviour = {}
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push([request.method, request.url, request.headers.range].filter(Boolean).join(' '))
    answer(models, behaviour, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `http://127.0.0.1:${port}`,
    behaviour,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(
  models: Readonly<Record<string, HubFiles>>,
  behaviour: HubBehaviour,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-headers', 'range, authorization')
  response.setHeader('access-control-expose-headers', 'content-range, content-length, retry-after')
  if (request.method === 'OPTIONS') return void response.writeHead(204).end()
  const { refuse } = behaviour
  if (refuse && refuse.times > 0) {
    refuse.times--
    return void response.writeHead(refuse.status, refuse.retryAfter ? { 'retry-after': String(refuse.retryAfter) } : {}).end()
  }
  if (behaviour.token && request.headers.authorization !== `Bearer ${behaviour.token}`) return void response.writeHead(401).end()
  const url = new URL(request.url!, 'http://hub')
  if (url.pathname === '/api/models') return listing(models, url, response)
  const [, about] = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/main$/.exec(url.pathname) ?? []
  if (about !== undefined) return describe(about, models[about], response)
  const [, id, name] = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? []
  const content = id === undefined ? undefined : models[id]?.[name!]
  if (content === undefined) return void response.writeHead(404).end()
  return sendFile(bytesOf(content), behaviour, request, response)
}

const json = (response: ServerResponse, value: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

function listing(models: Readonly<Record<string, HubFiles>>, url: URL, response: ServerResponse): void {
  const words = url.searchParams.get('search') ?? ''
  const found = Object.keys(models).filter((id) => id.toLowerCase().includes(words.toLowerCase()))
  json(
    response,
    found.map((id, i) => ({ id, downloads: 1000 - i, likes: 10, lastModified: '2026-01-01T00:00:00.000Z', gated: false, tags: ['gguf'] })),
  )
}

function describe(id: string, files: HubFiles | undefined, response: ServerResponse): void {
  if (!files) return void response.writeHead(404).end()
  const siblings = Object.entries(files).map(([name, content]) => sibling(name, bytesOf(content)))
  json(response, { id, sha: COMMIT, gated: false, cardData: { license: 'apache-2.0' }, siblings })
}

function sendFile(whole: Uint8Array, behaviour: HubBehaviour, request: IncomingMessage, response: ServerResponse): void {
  const [, from] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? []
  const start = from === undefined || behaviour.noRanges ? 0 : Number(from)
  const bytes = whole.slice(start)
  if (behaviour.wrongByte && bytes.length > 0) bytes[bytes.length - 1]! ^= 1
  const partial = from !== undefined && !behaviour.noRanges
  response.writeHead(partial ? 206 : 200, {
    'content-length': bytes.length,
    ...(partial && { 'content-range': `bytes ${start}-${whole.length - 1}/${whole.length}` }),
  })
  if (behaviour.silent) return void response.flushHeaders()
  if (behaviour.slow) return slowly(bytes, behaviour.slow, response)
  if (behaviour.breakAfter === undefined || behaviour.breakAfter >= bytes.length) return void response.end(bytes)
  response.write(bytes.subarray(0, behaviour.breakAfter), () => setTimeout(() => response.destroy(), 40))
}

function slowly(bytes: Uint8Array, slow: { readonly bytes: number; readonly ms: number }, response: ServerResponse): void {
  let at = 0
  const next = (): void => {
    if (at >= bytes.length) return void response.end()
    response.write(bytes.subarray(at, at + slow.bytes))
    at += slow.bytes
    setTimeout(next, slow.ms)
  }
  next()
}
