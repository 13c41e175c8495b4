/*
 * One file from the hub into the store: continues where an earlier attempt broke off, waits and tries again where the connection breaks or
 * the hub asks for patience, and takes nothing as whole whose digest was not computed from its bytes.
 */
import { shareOfBytes } from '../sentences'
import { EngineFailure } from '../types'
import { ask, reasonOf, refusal, type HubAddress } from './ask'
import { checksumFor, type Checksum } from './checksum'
import type { HubClock, HubFile, HubStore } from './types'
import { pause, withoutSilence } from './waiting'

export interface DownloadParts {
  readonly address: HubAddress
  readonly store: HubStore
  readonly clock: HubClock
  readonly signal?: AbortSignal | undefined
  /** Bytes of the file that are here from before. */
  readonly onBegin: (here: number) => void
  /** Bytes of the file that are here now. */
  readonly onBytes: (done: number) => void
}

const MOST_ATTEMPTS = 6
/** Doubled each time. */
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 60_000
const REREAD = 4 * 2 ** 20

/** Characters that a store may use in a name. */
export const blobKey = (digest: string): string => digest.replace(':', '-')

export async function download(id: string, commit: string, file: HubFile, parts: DownloadParts): Promise<void> {
  const key = blobKey(file.digest)
  if ((await parts.store.blob(key))?.whole) return parts.onBegin(file.bytes)
  const path = `/${id}/resolve/${commit}/${file.name.split('/').map(encodeURIComponent).join('/')}`
  // Attempts count only while nothing new comes in.
  let best = -1
  for (let attempt = 1; ; attempt++) {
    try {
      await attemptOnce(path, file, key, parts)
      return
    } catch (cause) {
      parts.signal?.throwIfAborted()
      const again = cause instanceof TryAgain ? cause : null
      if (!again) throw cause
      const { bytes = 0 } = (await parts.store.blob(key)) ?? {}
      if (bytes > best) [best, attempt] = [bytes, 1]
      if (attempt >= MOST_ATTEMPTS) throw again.failure
      await pause(parts.clock, Math.min(LONGEST_WAIT_MS, again.waitMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1)), parts.signal)
    }
  }
}

/** What may well succeed later. */
class TryAgain extends Error {
  constructor(
    readonly failure: EngineFailure,
    readonly waitMs: number | null = null,
  ) {
    super(failure.message)
  }
}

async function attemptOnce(path: string, file: HubFile, key: string, parts: DownloadParts): Promise<void> {
  const { store } = parts
  const checksum = checksumFor(file.digest, file.bytes)
  const begun = await takeUp(file, key, store, checksum)
  parts.onBegin(begun)
  if (begun < file.bytes || file.bytes === 0) await receive(path, file, key, begun, checksum, parts)
  if (checksum.finish() !== file.digest) {
    await store.remove(key)
    throw new EngineFailure(
      'wrong-bytes',
      `${file.name} came with other bytes than the hub announced; it was thrown away.`,
      'Fetch it again; where that does not help, something between here and the hub changes it.',
    )
  }
  await store.finish(key)
}

/** Hashes what lies here from before; gives how much that is. */
async function takeUp({ bytes }: HubFile, key: string, store: HubStore, checksum: Checksum): Promise<number> {
  const here = (await store.blob(key))?.bytes ?? 0
  if (here > bytes) return 0
  for (let at = 0; at < here; at += REREAD) checksum.add(await store.read(key, at, Math.min(here, at + REREAD)))
  return here
}

async function receive(path: string, file: HubFile, key: string, begun: number, checksum: Checksum, parts: DownloadParts): Promise<void> {
  const { address, store, clock, signal } = parts
  const stop = new AbortController()
  const end = (): void => stop.abort(signal?.reason)
  signal?.addEventListener('abort', end)
  try {
    const response = await requested(path, file, begun, stop.signal, parts)
    const reader = response.body!.getReader()
    // A server without ranges sends all of it: what is here already is passed over.
    let skip = response.status === 206 ? 0 : begun
    const writer = await store.append(key, begun)
    let done = begun
    try {
      for (;;) {
        const part = await withoutSilence(
          clock,
          () => reader.read(),
          () => stop.abort(),
        ).catch((cause: unknown) => {
          throw new TryAgain(brokenOff(file, done, address, cause))
        })
        if (part.done) break
        const fresh = part.value.subarray(Math.min(skip, part.value.length))
        skip -= part.value.length - fresh.length
        if (done + fresh.length > file.bytes) throw tooLong(file)
        checksum.add(fresh)
        await writer.write(fresh)
        done += fresh.length
        parts.onBytes(done)
      }
    } finally {
      await writer.close()
      reader.cancel().catch(() => {})
    }
    if (done < file.bytes) throw new TryAgain(brokenOff(file, done, address, undefined))
  } finally {
    signal?.removeEventListener('abort', end)
  }
}

async function requested(path: string, file: HubFile, begun: number, signal: AbortSignal, parts: DownloadParts): Promise<Response> {
  const { address } = parts
  const init = begun > 0 ? { signal, headers: { range: `bytes=${begun}-` } } : { signal }
  const response = await withoutSilence(
    parts.clock,
    () => ask(address, path, init),
    () => {},
  ).catch((cause: unknown) => {
    throw new TryAgain(cause instanceof EngineFailure ? cause : brokenOff(file, begun, address, cause))
  })
  if (response.ok && response.body) return response
  const failure = refusal(response.status, `file ${file.name}`, address.host)
  const later = Number(response.headers.get('retry-after'))
  if (response.status === 429 || response.status >= 500) throw new TryAgain(failure, later > 0 ? later * 1000 : null)
  throw failure
}

function brokenOff({ name, bytes }: HubFile, done: number, { host }: HubAddress, cause: unknown): EngineFailure {
  const reason = cause === undefined ? '' : `: ${reasonOf(cause)}`
  return new EngineFailure(
    'broken-off',
    `${name} from ${host} broke off after ${shareOfBytes(done, bytes)}${reason}.`,
    'What came stays here: fetching it again goes on from there.',
  )
}

const tooLong = ({ name, bytes }: HubFile): EngineFailure =>
  new EngineFailure('wrong-bytes', `${name} is longer than the ${bytes} bytes that the hub announced.`, 'Fetch it again.')
