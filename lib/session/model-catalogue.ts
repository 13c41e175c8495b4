/*
 * Models as a person looks after them: what is here and how large, what a hub offers, fetching and deleting. In the page it lives in a
 * worker of its own, so that a download outlives the notebook it was begun in.
 */
import { progressWords, type Hub, type HubListing } from '../engine'
import type { ModelPlaces } from './models'

export interface ModelEntry {
  /** What a model node's `source` says. */
  readonly source: string
  readonly from: 'embedded' | 'hub'
  /** null where it is not known without asking. */
  readonly bytes: number | null
  /** `huggingface.co, apache-2.0`. */
  readonly words: string
  readonly deletable: boolean
}

export interface ModelOffer {
  readonly source: string
  readonly commit: string
  readonly license: string | null
  /** Its owner wants the licence accepted with an account first. */
  readonly gated: boolean
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
  readonly bytes: number
  /** Of these, here already. */
  readonly have: number
}

/** Of a download: `12.3 of 98.4 MB, 2.1 MB/s, 41 s left` in words. */
export interface FetchProgress {
  readonly share: number
  readonly words: string
  readonly done: number
  readonly total: number
  readonly secondsLeft: number | null
}

export type ModelListing = HubListing

export interface ModelCatalogue {
  list(): Promise<readonly ModelEntry[]>
  /** Asks the hub; nothing is taken. */
  search(words: string, signal?: AbortSignal): Promise<readonly ModelListing[]>
  /** Asks the hub what a source would take. */
  offer(source: string, signal?: AbortSignal): Promise<ModelOffer>
  /** Stopped by the signal, it goes on from there the next time. */
  fetch(source: string, options?: FetchOptions): Promise<ModelEntry>
  /** Gives the bytes that became free. */
  remove(source: string): Promise<number>
}

export interface FetchOptions {
  readonly signal?: AbortSignal
  readonly progress?: (progress: FetchProgress) => void
}

export class LocalCatalogue implements ModelCatalogue {
  constructor(
    private readonly hub: Hub,
    /** Models of the app itself. */
    private readonly own: ModelPlaces,
  ) {}

  async list(): Promise<readonly ModelEntry[]> {
    const names = await this.own.names()
    const own = names.map((source): ModelEntry => ({ source, from: 'embedded', bytes: null, words: 'embedded', deletable: false }))
    return [...own, ...(await this.hub.kept()).map(entryOf)]
  }

  search(words: string, signal?: AbortSignal): Promise<readonly ModelListing[]> {
    return this.hub.search(words, undefined, signal)
  }

  async offer(source: string, signal?: AbortSignal): Promise<ModelOffer> {
    const { model, files, bytes, have } = await this.hub.offer(source, signal)
    const { commit, license, gated } = model
    return { source, commit, license, gated, files: files.map(({ name, bytes: size }) => ({ name, bytes: size })), bytes, have }
  }

  async fetch(source: string, { signal, progress }: FetchOptions = {}): Promise<ModelEntry> {
    const kept = await this.hub.fetch(source, {
      signal,
      progress: (now) => {
        const { done, total, secondsLeft } = now
        progress?.({ share: total > 0 ? done / total : 1, words: progressWords(now), done, total, secondsLeft })
      },
    })
    return entryOf(kept)
  }

  remove(source: string): Promise<number> {
    return this.hub.remove(source)
  }
}

function entryOf({ source, bytes, host, license }: { source: string; bytes: number; host: string; license: string | null }): ModelEntry {
  const place = host.replace(/^https?:\/\//, '')
  return { source, from: 'hub', bytes, words: license ? `${place}, ${license}` : place, deletable: true }
}
