/* Where notebooks live, whatever it is: a list, load, save with a version check. Names are keys, never paths. */
import type { Version } from './log'

export interface StoredEntry {
  readonly id: string
  /** Another one after every save; never 0, which stands for none. */
  readonly version: number
  /** Milliseconds since 1970. */
  readonly changed: number
  /** UTF-16 units of the source. */
  readonly size: number
  /** Set where this is the viewer's own copy of a shipped notebook. */
  readonly copyOf?: string
}
export interface StoredNotebook extends StoredEntry {
  readonly source: string
}

export type SaveResult =
  | { readonly ok: true; readonly version: number }
  /** Somebody saved since: `version` is theirs (0: it was removed). Nothing was written. */
  | { readonly ok: false; readonly reason: 'conflict'; readonly version: number; readonly message: string }
  /** The place is full or does not take it. Nothing was written. */
  | { readonly ok: false; readonly reason: 'refused'; readonly message: string }

export interface Change {
  readonly id: string
  /** null: removed. */
  readonly version: number | null
}

export interface SaveAbout {
  readonly copyOf?: string
  /** What was done since the last save, as the undo menu says it. */
  readonly labels?: readonly string[]
}

export interface NotebookStore {
  /** Latest first. */
  list(): Promise<readonly StoredEntry[]>
  load(id: string): Promise<StoredNotebook | null>
  /** `expected` is the version that was loaded or saved last; 0 means that there must be none yet. */
  save(id: string, source: string, expected: number, about?: SaveAbout): Promise<SaveResult>
  /** The versions that can be had again, the oldest first. */
  versions(id: string): Promise<readonly Version[]>
  /** The text of one of them. */
  versionSource(id: string, number: number): Promise<string | null>
  /** Names a version, which is kept for good; an empty name takes the name away. False where there is no such version. */
  nameVersion(id: string, number: number, name: string): Promise<boolean>
  /** Gives back what was removed, so that it can be put back. */
  remove(id: string): Promise<StoredNotebook | null>
  /** Under another id, its version kept. Refused where that id is taken. */
  rename(id: string, to: string): Promise<SaveResult>
  /** Told of changes made elsewhere (another tab); returns the end of it. */
  watch(listener: (change: Change) => void): () => void
  close(): void
}

/** Lower case letters, digits and hyphens: safe as a key, in an address and as a file name on every system. */
export const isNotebookId = (id: string): boolean =>
  /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(id) && !/^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(id)

/** An id for a title: `One word, and Lily is gone` → `one-word-and-lily-is-gone`. */
export function idForTitle(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const id = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '')
  return isNotebookId(id) ? id : 'notebook'
}

/** The id itself, or with the first number that makes it free. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  for (let count = 2; ; count++) {
    const id = `${wanted.slice(0, 56)}-${count}`
    if (!taken.has(id)) return id
  }
}

export const sentences = {
  badId: (id: string): string => `\`${id.slice(0, 80)}\` cannot name a notebook here: lower-case letters, digits and hyphens, at most 64.`,
  conflict: (id: string): string => `\`${id}\` was saved somewhere else since it was opened here.`,
  gone: (id: string): string => `\`${id}\` was removed somewhere else since it was opened here.`,
  taken: (id: string): string => `There is already a notebook \`${id}\`.`,
  full: 'The browser’s storage is full, so the last changes are not kept. Delete a notebook, or download this one.',
  refused: 'This browser does not keep data for this page (a private window, or storage is switched off). Download still works.',
} as const

/** What a save with `expected` must answer when the store holds `held` (0: nothing); null when it may go on. */
export function conflictOf(id: string, expected: number, held: number): SaveResult | null {
  if (held === expected) return null
  return { ok: false, reason: 'conflict', version: held, message: held === 0 ? sentences.gone(id) : sentences.conflict(id) }
}

export type Kept =
  | {
      readonly ok: true
      readonly id: string
      readonly version: number
      /** What was also kept, under its own id. */ readonly other?: string
      readonly message?: string
    }
  | { readonly ok: false; readonly message: string }

/** Saves; where somebody else saved since, keeps both: theirs stays, ours goes under a new id. */
export async function saveKeepingBoth(
  store: NotebookStore,
  id: string,
  source: string,
  expected: number,
  about: SaveAbout = {},
): Promise<Kept> {
  const first = await store.save(id, source, expected, about)
  if (first.ok) return { ok: true, id, version: first.version }
  if (first.reason === 'refused') return { ok: false, message: first.message }
  // a removed notebook is simply kept again
  if (first.version === 0) {
    const again = await store.save(id, source, 0, about)
    if (again.ok) return { ok: true, id, version: again.version, message: first.message }
  }
  const held = await store.load(id)
  if (held?.source === source) return { ok: true, id, version: held.version }
  for (let tries = 0; tries < 5; tries++) {
    const taken = new Set((await store.list()).map((entry) => entry.id))
    const own = freeId(id, taken)
    const second = await store.save(own, source, 0, about)
    if (second.ok)
      return {
        ok: true,
        id: own,
        version: second.version,
        other: id,
        message: `${first.message} Both are kept: this one is now \`${own}\`.`,
      }
    if (second.reason === 'refused') return { ok: false, message: second.message }
  }
  return { ok: false, message: first.message }
}
