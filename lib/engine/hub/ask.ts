/* Questions to the hub and its answers as objects. What it says is checked like a stranger's: kinds, bounds, names. */
import { isObject, type JsonObject } from '../files/json'
import { EngineFailure } from '../types'
import type { HubFile, HubListing, HubModel, HubReference } from './types'

export interface HubAddress {
  /** `https://huggingface.co`, without a slash at its end. */
  readonly host: string
  /** For models with a licence to accept; sent to the host alone. */
  readonly token?: string | undefined
}

const MOST_FILES = 20_000

export async function ask({ host, token }: HubAddress, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string> | undefined), ...(token ? { authorization: `Bearer ${token}` } : {}) }
  try {
    return await fetch(host + path, { ...init, headers, credentials: 'omit' })
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new EngineFailure(
      'unreachable',
      `The hub at ${host} cannot be reached: ${reasonOf(cause)}.`,
      'Models that are here already open without it.',
    )
  }
}

/** fetch says “fetch failed” and keeps the reason to itself. */
export function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return inner instanceof Error ? inner.message || inner.name : String(inner)
}

export function refusal(status: number, what: string, host: string): EngineFailure {
  if (status === 401 || status === 403) {
    return new EngineFailure(
      'not-allowed',
      `The hub at ${host} does not give ${what} to everybody (it answers ${status}).`,
      'It does not exist, is private, or its licence has to be accepted with an account; then a token is needed.',
    )
  }
  if (status === 404) return new EngineFailure('not-found', `The hub at ${host} has no ${what}.`, 'Check owner, name and revision.')
  if (status === 429)
    return new EngineFailure('too-many', `The hub at ${host} takes no more requests for now (429).`, 'Try again in some minutes.')
  return new EngineFailure('unreachable', `The hub at ${host} answers ${status} when asked for ${what}.`, 'Try again later.')
}

async function askJson(address: HubAddress, path: string, what: string, signal?: AbortSignal): Promise<unknown> {
  const response = await ask(address, path, signal ? { signal } : {})
  if (!response.ok) throw refusal(response.status, what, address.host)
  try {
    return (await response.json()) as unknown
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw strange(address, what)
  }
}

const strange = ({ host }: HubAddress, what: string): EngineFailure =>
  new EngineFailure('bad-answer', `The answer of ${host} about ${what} is not what a model hub says.`, 'Check the address of the hub.')

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export async function askListings(address: HubAddress, words: string, limit: number, signal?: AbortSignal): Promise<readonly HubListing[]> {
  const query = new URLSearchParams({ search: words, limit: String(limit), sort: 'downloads', direction: '-1', filter: 'text-generation' })
  const answer = await askJson(address, `/api/models?${query}`, `models like ${words.slice(0, 60)}`, signal)
  if (!Array.isArray(answer)) throw strange(address, 'models')
  return answer.slice(0, limit).flatMap((entry) => {
    const id = isObject(entry) ? text(entry.id) : null
    if (id === null || !isObject(entry)) return []
    const tags = list(entry.tags).filter((tag) => typeof tag === 'string')
    return [
      {
        id,
        downloads: number(entry.downloads),
        likes: number(entry.likes),
        updated: text(entry.lastModified),
        gated: isGated(entry),
        tags,
      },
    ]
  })
}

const isGated = (entry: JsonObject): boolean => entry.gated !== undefined && entry.gated !== false

/** The files with their sizes and digests, and the commit that the revision means now. */
export async function askModel(address: HubAddress, { id, revision }: HubReference, signal?: AbortSignal): Promise<HubModel> {
  const answer = await askJson(
    address,
    `/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`,
    `model ${id} at ${revision}`,
    signal,
  )
  const commit = isObject(answer) ? text(answer.sha) : null
  if (!isObject(answer) || commit === null || !/^[0-9a-f]{7,64}$/.test(commit)) throw strange(address, id)
  const siblings = list(answer.siblings)
  if (siblings.length > MOST_FILES)
    throw new EngineFailure('bad-answer', `${id} has ${siblings.length} files; at most ${MOST_FILES} are looked at.`)
  const license = isObject(answer.cardData) ? text(answer.cardData.license) : null
  return { id, revision, commit, gated: isGated(answer), license, files: siblings.flatMap(readFile) }
}

function readFile(entry: unknown): HubFile[] {
  if (!isObject(entry)) return []
  const name = text(entry.rfilename)
  const large = isObject(entry.lfs) ? entry.lfs : null
  const bytes = large ? large.size : entry.size
  const digest = large ? digestText('sha256', large.sha256, 64) : digestText('git', entry.blobId, 40)
  const known = typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0
  return name !== null && digest !== null && known ? [{ name, bytes, digest }] : []
}

const digestText = (kind: 'sha256' | 'git', value: unknown, length: number): string | null =>
  typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value) ? `${kind}:${value}` : null
