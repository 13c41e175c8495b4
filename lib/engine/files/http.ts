/* A model folder behind an address, read with fetch: whole files, or parts where the server gives them. */
import { shareOfBytes } from '../sentences'
import { EngineFailure, type FileSource } from '../types'
import { missingFile } from './memory'
import { PartReader } from './http-parts'

const WHOLE = 'model.safetensors'
const SHARDS = 'model.safetensors.index.json'
const USUAL_FILES = ['config.json', 'generation_config.json', WHOLE, SHARDS, 'tokenizer.json', 'tokenizer_config.json']

/** `baseUrl` ends at the folder, with or without a slash. `name` defaults to its last part. */
export function httpSource(baseUrl: string, name?: string): FileSource {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`
  const title = name ?? base.split('/').at(-2) ?? base
  const request = async (file: string, headers?: Readonly<Record<string, string>>): Promise<Response> => {
    const response = await ask(base + file, title, headers && { headers })
    if (response.status === 404 || isPage(response, file)) throw missingFile(title, file)
    if (response.ok || response.status === 416) return response
    throw new EngineFailure('unreadable-file', `${file} of ${title} cannot be read: the server answers ${response.status}.`)
  }
  const parts = new PartReader(request, readBody)
  return {
    name: title,
    list: () => present(base),
    read: async (file, onBytes) => readBody(await request(file), file, onBytes),
    size: (file) => parts.size(file),
    readRange: (file, start, end) => parts.read(file, start, end),
  }
}

async function ask(url: string, title: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineFailure('unreadable-file', `${title} cannot be reached at ${url}: ${reason}.`)
  }
}

/** Some servers answer unknown names with their start page. */
function isPage(response: Response, file: string): boolean {
  return !file.endsWith('.html') && (response.headers.get('content-type') ?? '').startsWith('text/html')
}

/** A web server lists nothing, so the usual names are tried; the index of shards only where the whole file is absent, for a browser notes every miss. */
async function present(base: string): Promise<readonly string[]> {
  const has = async (file: string) => {
    const response = await ask(base + file, base, { method: 'HEAD' })
    return response.ok && !isPage(response, file)
  }
  const whole = await has(WHOLE)
  const asked = USUAL_FILES.filter((file) => file !== (whole ? SHARDS : WHOLE))
  const found = await Promise.all(asked.map((file) => (file === WHOLE ? whole : has(file))))
  return asked.filter((_, index) => found[index])
}

async function readBody(response: Response, file: string, onBytes?: (done: number, total: number | null) => void): Promise<Uint8Array> {
  // With a content encoding the length counts packed bytes and says nothing about ours.
  const packed = response.headers.get('content-encoding')
  const length = Number(response.headers.get('content-length'))
  const total = length > 0 && !packed ? length : null
  if (!response.body) return new Uint8Array(await response.arrayBuffer())
  const chunks: Uint8Array[] = []
  let done = 0
  const reader = response.body.getReader()
  for (;;) {
    const part = await reader.read().catch((cause: unknown) => {
      throw brokenOff(file, done, total, cause)
    })
    if (part.done) break
    chunks.push(part.value)
    done += part.value.length
    onBytes?.(done, total)
  }
  if (total !== null && done < total) throw brokenOff(file, done, total, undefined)
  return join(chunks, done)
}

function brokenOff(file: string, done: number, total: number | null, cause: unknown): EngineFailure {
  const reason = cause instanceof Error ? `: ${cause.message}` : ''
  const progress = total === null ? `${done} bytes` : shareOfBytes(done, total)
  return new EngineFailure(
    'unreadable-file',
    `Reading ${file} broke off after ${progress}${reason}.`,
    'Run it again when the connection is back.',
  )
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
