/*
 * A hub of models: searched, asked and fetched from only when someone says so. What was fetched is kept by content and opens without a network.
 */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { isObject } from '../files/json'
import { gigabytes } from '../sentences'
import { EngineFailure, type FileSource } from '../types'
import { askListings, askModel, type HubAddress } from './ask'
import { chooseFiles } from './choose'
import { blobKey, download } from './download'
import { Pace } from './pace'
import { readReference, referenceText } from './reference'
import { keptSource } from './source'
import type { HubClock, HubFile, HubListing, HubOffer, HubProgress, HubStore, KeptModel } from './types'

export const USUAL_HOST = 'https://huggingface.co'

export interface HubOptions {
  readonly store: HubStore
  readonly clock: HubClock
  /** Another host that speaks as huggingface.co does. */
  readonly host?: string | undefined
  readonly token?: string | undefined
}

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((progress: HubProgress) => void) | undefined
}

export class Hub {
  private readonly address: HubAddress
  private readonly store: HubStore

  constructor(private readonly options: HubOptions) {
    this.address = { host: (options.host ?? USUAL_HOST).replace(/\/+$/, ''), token: options.token }
    this.store = options.store
  }

  get host(): string {
    return this.address.host
  }

  search(words: string, limit = 30, signal?: AbortSignal): Promise<readonly HubListing[]> {
    return askListings(this.address, words, limit, signal)
  }

  /** Asks the hub what `source` would take. */
  async offer(source: string, signal?: AbortSignal): Promise<HubOffer> {
    const reference = readReference(source)
    const model = await askModel(this.address, reference, signal)
    const files = chooseFiles(model, reference)
    const here = await Promise.all(
      files.map(async (file) => Math.min(file.bytes, (await this.store.blob(blobKey(file.digest)))?.bytes ?? 0)),
    )
    return { model, files, bytes: sum(files), have: here.reduce((total, bytes) => total + bytes, 0) }
  }

  /** Fetches what is missing of a model; what is here of it stays when this fails. */
  async fetch(source: string, options: FetchOptions = {}): Promise<KeptModel> {
    const { model, files, bytes, have } = await this.offer(source, options.signal)
    await this.refuseFull(source, bytes - have)
    await this.fetchFiles(model.id, model.commit, files, options)
    const { id, revision, commit, license } = model
    const kept = { source: referenceText(readReference(source)), host: this.host, id, revision, commit, license, files, bytes }
    await this.store.note(noteKey(kept.source), JSON.stringify(kept))
    return kept
  }

  private async fetchFiles(id: string, commit: string, files: readonly HubFile[], { signal, progress }: FetchOptions): Promise<void> {
    const { clock } = this.options
    const pace = new Pace(sum(files))
    let before = 0
    for (const file of files) {
      const onBegin = (here: number): void => pace.from(before + here, clock.now())
      const onBytes = (done: number): void => progress?.(pace.at(file.name, before + done, clock.now()))
      await download(id, commit, file, { address: this.address, store: this.store, clock, signal, onBegin, onBytes })
      before += file.bytes
    }
  }

  private async refuseFull(source: string, needed: number): Promise<void> {
    const room = await this.store.room()
    if (room === null || needed <= room) return
    throw new EngineFailure(
      'no-room',
      `${source} needs ${gigabytes(needed)} more, and there is room for ${gigabytes(room)} here.`,
      'Delete models that are not needed, or choose a smaller one.',
    )
  }

  /** Models that open without a network. */
  async kept(): Promise<readonly KeptModel[]> {
    const notes = await this.store.notes()
    return notes.flatMap((text) => readNote(text) ?? []).sort((a, b) => (a.source < b.source ? -1 : 1))
  }

  /** The files of a model that is here; null where it is not. Nothing is asked of the network. */
  async source(source: string): Promise<FileSource | null> {
    const wanted = referenceText(readReference(source))
    const kept = (await this.kept()).find((model) => model.source === wanted)
    return kept ? keptSource(this.store, kept) : null
  }

  /** Deletes a model, and what it alone needed. Gives the bytes that became free. */
  async remove(source: string): Promise<number> {
    const wanted = referenceText(readReference(source))
    const all = await this.kept()
    const gone = all.find((model) => model.source === wanted)
    if (!gone) return 0
    await this.store.removeNote(noteKey(wanted))
    const needed = new Set(all.filter((model) => model !== gone).flatMap(({ files }) => files.map(({ digest }) => digest)))
    const free = gone.files.filter(({ digest }) => !needed.has(digest))
    for (const { digest } of free) await this.store.remove(blobKey(digest))
    return sum(free)
  }

  /** Deletes what broken-off downloads left behind. */
  async tidy(): Promise<number> {
    let bytes = 0
    for (const key of await this.store.blobs()) {
      const blob = await this.store.blob(key)
      if (!blob || blob.whole) continue
      bytes += blob.bytes
      await this.store.remove(key)
    }
    return bytes
  }
}

const sum = (files: readonly HubFile[]): number => files.reduce((total, { bytes }) => total + bytes, 0)

const noteKey = (source: string): string => bytesToHex(sha256(utf8ToBytes(source)))

/** A note that was damaged is as good as none. */
function readNote(text: string): KeptModel | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) && typeof value.source === 'string' && Array.isArray(value.files) ? (value as unknown as KeptModel) : null
  } catch {
    return null
  }
}
