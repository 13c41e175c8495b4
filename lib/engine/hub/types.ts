/* What the hub speaks of: listings, the files of a model, what is kept of it here. */
import type { RangeReader } from '../types'

/** Time and waiting, handed in so that tests need not wait. */
export interface HubClock {
  /** Milliseconds, monotonic. */
  now(): number
  /** Calls back later; gives what takes the call back. */
  after(ms: number, then: () => void): () => void
}

/** `hub:owner/name@revision#file.gguf`. */
export interface HubReference {
  readonly id: string
  /** A branch, a tag or a commit; `main` where none is named. */
  readonly revision: string
  /** One file of several: a GGUF. */
  readonly file?: string
}

/** One line of a search. */
export interface HubListing {
  readonly id: string
  readonly downloads: number
  readonly likes: number
  readonly updated: string | null
  /** Its owner wants a licence accepted first. */
  readonly gated: boolean
  readonly tags: readonly string[]
}

export interface HubFile {
  readonly name: string
  readonly bytes: number
  /** `sha256:…` of the bytes, or `git:…`, the id git gives to a small file. */
  readonly digest: string
}

export interface HubModel {
  readonly id: string
  readonly revision: string
  /** The commit that the revision means now: what is fetched does not change meanwhile. */
  readonly commit: string
  readonly gated: boolean
  readonly license: string | null
  readonly files: readonly HubFile[]
}

/** What is asked before anything is taken. */
export interface HubOffer {
  readonly model: HubModel
  /** The files that the engine needs of it. */
  readonly files: readonly HubFile[]
  readonly bytes: number
  /** Of these, here already. */
  readonly have: number
}

/** A model whose files lie here whole. */
export interface KeptModel {
  /** As a `source` names it: `hub:owner/name@revision#file.gguf`. */
  readonly source: string
  readonly host: string
  readonly id: string
  readonly revision: string
  readonly commit: string
  readonly license: string | null
  readonly files: readonly HubFile[]
  readonly bytes: number
}

export interface HubProgress {
  readonly file: string
  /** Of all files together. */
  readonly done: number
  readonly total: number
  readonly bytesPerSecond: number
  /** null while nothing can be said. */
  readonly secondsLeft: number | null
}

/** Where blobs and what is known of models are kept: content by its digest, never by a name from outside. */
export interface HubStore {
  /** Bytes here of a blob: `whole` when its digest was checked. null: nothing. */
  blob(key: string): Promise<{ readonly bytes: number; readonly whole: boolean } | null>
  read(key: string, start: number, end: number): Promise<Uint8Array>
  /** Reads parts of a whole blob at once, where the host can. */
  reader?(key: string): Promise<RangeReader | null>
  /** Opens an unfinished blob for writing from `offset` on; what lay behind is dropped. */
  append(key: string, offset: number): Promise<BlobWriter>
  /** Makes an unfinished blob whole. */
  finish(key: string): Promise<void>
  remove(key: string): Promise<void>
  notes(): Promise<readonly string[]>
  note(key: string, text: string): Promise<void>
  removeNote(key: string): Promise<void>
  /** Keys of all blobs, whole or not. */
  blobs(): Promise<readonly string[]>
  /** Bytes that may still be taken, where it is known. */
  room(): Promise<number | null>
}

export interface BlobWriter {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}
