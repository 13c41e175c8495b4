/*
 * The shelf's notebooks: shipped ones, and the viewer's own in a store. A shipped notebook that the viewer changed lives
 * in the store under the same id, so that its address stays, and going back is removing it. Knows no browser: it is
 * handed its store and what was shipped.
 */
import type { Json } from '../graph/json'
import { diffNotebooks, migrateSource, parseNotebook, SecretWatch, writeNotebook, type Change } from '../notebook'
import { applyOperations } from '../notebook/operations'
import { kindLookup } from '../nodes/lookup'
import { freeId, idForTitle, readBundle, saveKeepingBoth, type NotebookStore, type StoredNotebook, type Version } from '../storage'
import type { AnyPanel } from '../viz/panels'
import type { Keeper } from './keeping'
import { entryOf } from './shelf-entry'
import type { SaveState, ShelfEntry } from './types'

export interface Shipped {
  entries(): Promise<readonly ShelfEntry[]>
  /** The file's text, or null where no such notebook is shipped. */
  source(id: string): Promise<string | null>
}

/** Covers of own notebooks, as they were last seen. Losing one loses a picture, nothing else. */
export interface Covers {
  get(id: string): readonly AnyPanel[] | undefined
  set(id: string, panels: readonly AnyPanel[] | null): void
}

/** What was removed, to be put back by `restore`. */
export type Removed = StoredNotebook

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

const EMPTY = (title: string): string => `---\nvitrine: 1\ntitle: ${JSON.stringify(title)}\n---\n\n\`\`\`graph sheet\n\`\`\`\n`

export class Library {
  constructor(
    private readonly store: NotebookStore,
    private readonly shipped: Shipped,
    private readonly covers: Covers,
  ) {}

  async list(): Promise<readonly ShelfEntry[]> {
    const [stored, shipped] = await Promise.all([this.store.list(), this.shipped.entries()])
    const own = await Promise.all(stored.map(({ id }) => this.store.load(id)))
    const mine = own.filter((notebook) => notebook !== null).map((notebook) => this.ownEntry(notebook))
    const taken = new Set(mine.map((entry) => entry.id))
    return [...shipped.filter((entry) => !taken.has(entry.id)), ...mine]
  }

  /** The text to open, in today's version, and what it is. Throws a sentence where there is none. */
  async open(
    id: string,
  ): Promise<{ readonly source: string; readonly version: number; readonly origin: 'shipped' | 'own'; readonly copyOf?: string }> {
    const own = await this.store.load(id)
    if (own)
      return {
        source: migrateSource(own.source, kindLookup).source,
        version: own.version,
        origin: 'own',
        ...(own.copyOf === undefined ? {} : { copyOf: own.copyOf }),
      }
    const source = await this.shipped.source(id)
    if (source === null) throw new Error(`No notebook is called ${id}. It may have been deleted, or it lives in another browser.`)
    return { source: migrateSource(source, kindLookup).source, version: 0, origin: 'shipped' }
  }

  async source(id: string): Promise<string> {
    return (await this.open(id)).source
  }

  async create(): Promise<ShelfEntry> {
    return this.add(EMPTY('Untitled'), 'Untitled')
  }

  /** A file from outside. A frame that does not parse opens too: read-only, with its errors. */
  async openFile(name: string, text: string): Promise<ShelfEntry> {
    const notebook = parseNotebook(text, kindLookup)
    return this.add(text, notebook.title === 'Untitled' ? name.replace(/\.md$/i, '') : notebook.title)
  }

  async duplicate(id: string): Promise<ShelfEntry> {
    const source = await this.source(id)
    const notebook = parseNotebook(source, kindLookup)
    if (notebook.broken) return this.add(source, `${notebook.title} copy`)
    const title = `${notebook.title} (copy)`
    return this.add(this.retitled(source, title), title)
  }

  async rename(id: string, title: string): Promise<void> {
    const own = await this.store.load(id)
    if (!own) throw new Error(`${id} is a shipped notebook. Duplicate it and rename the copy.`)
    const saved = await this.store.save(id, this.retitled(own.source, title), own.version)
    if (!saved.ok) throw new Error(saved.message)
  }

  async remove(id: string): Promise<Removed> {
    const removed = await this.store.remove(id)
    if (!removed) throw new Error(`${id} is a shipped notebook and stays on the shelf.`)
    return removed
  }

  async restore(removed: Removed): Promise<void> {
    const saved = await saveKeepingBoth(this.store, removed.id, removed.source, 0, aboutCopy(removed.copyOf))
    if (!saved.ok) throw new Error(saved.message)
  }

  /** Back to the shipped original: the viewer's copy goes. */
  async revert(id: string): Promise<Removed> {
    this.covers.set(id, null)
    return this.remove(id)
  }

  /** Keeps an open notebook. The first save of a shipped one makes the viewer's copy. */
  keeper(id: string, opened: { readonly version: number; readonly origin: 'shipped' | 'own'; readonly copyOf?: string }): Keeper {
    let { version } = opened
    let current = id
    const secrets = new SecretWatch()
    const copyOf = opened.origin === 'shipped' ? id : opened.copyOf
    return {
      save: async (source, labels = []): Promise<SaveState> => {
        const saved = await saveKeepingBoth(this.store, current, source, version, { ...aboutCopy(copyOf), labels })
        if (!saved.ok) return { state: 'failed', words: saved.message }
        version = saved.version
        current = saved.id
        if (saved.other !== undefined) return { state: 'conflict', words: saved.message ?? '', other: saved.other }
        const secret = secrets.sentence(source)
        return { state: 'saved', words: savedWords(copyOf !== undefined), ...(secret === null ? {} : { warning: secret }) }
      },
    }
  }

  /** A bundle, or a file of text, from outside. */
  async openBytes(
    name: string,
    bytes: Uint8Array,
  ): Promise<{ readonly entry: ShelfEntry; readonly files: ReadonlyMap<string, Uint8Array> }> {
    const { source, files } = isZip(bytes)
      ? readBundle(bytes)
      : { source: new TextDecoder().decode(bytes), files: new Map<string, Uint8Array>() }
    return { entry: await this.openFile(name.replace(/\.(?:zip|vitrine)$/i, ''), source), files }
  }

  /** Versions of an own notebook, the latest first, each with what was done. */
  async versions(id: string): Promise<readonly Version[]> {
    return [...(await this.store.versions(id))].reverse()
  }

  async versionSource(id: string, number: number): Promise<string> {
    const source = await this.store.versionSource(id, number)
    if (source === null) throw new Error(`Version ${number} of ${id} is no longer kept.`)
    return source
  }

  /** Named versions are kept for good; an empty name takes the name away. */
  async nameVersion(id: string, number: number, name: string): Promise<void> {
    if (!(await this.store.nameVersion(id, number, name.trim()))) throw new Error(`Version ${number} of ${id} is no longer kept.`)
  }

  async copyVersion(id: string, number: number): Promise<ShelfEntry> {
    const source = await this.versionSource(id, number)
    const notebook = parseNotebook(source, kindLookup)
    if (notebook.broken) return this.add(source, `${notebook.title} version ${number}`)
    const title = `${notebook.title} (version ${number})`
    return this.add(this.retitled(source, title), title)
  }

  /** What stood there until now stays among the versions. */
  async returnTo(id: string, number: number): Promise<void> {
    const source = await this.versionSource(id, number)
    const own = await this.store.load(id)
    const labels = [`Back to version ${number}`]
    const saved = await this.store.save(id, source, own?.version ?? 0, { ...aboutCopy(own?.copyOf), labels })
    if (!saved.ok) throw new Error(saved.message)
  }

  /** What changed between two versions, in words; without a second one, until now. */
  async changes(id: string, from: number, to?: number): Promise<readonly Change[]> {
    const [before, after] = await Promise.all([
      this.versionSource(id, from),
      to === undefined ? this.source(id) : this.versionSource(id, to),
    ])
    return diffNotebooks(parseNotebook(before, kindLookup), parseNotebook(after, kindLookup))
  }

  private async add(source: string, title: string): Promise<ShelfEntry> {
    const listed = await this.list()
    const id = freeId(idForTitle(title), new Set(listed.map((entry) => entry.id)))
    const saved = await this.store.save(id, source, 0)
    if (!saved.ok) throw new Error(saved.message)
    return entryOf(id, parseNotebook(source, kindLookup), { origin: 'own' })
  }

  private retitled(source: string, title: string): string {
    const notebook = parseNotebook(source, kindLookup)
    return writeNotebook(applyOperations(notebook, [{ op: 'set-title', title }], kindLookup).notebook)
  }

  private ownEntry(stored: StoredNotebook): ShelfEntry {
    const cover = this.covers.get(stored.id)
    return entryOf(stored.id, parseNotebook(stored.source, kindLookup), {
      origin: 'own',
      changed: stored.changed,
      ...aboutCopy(stored.copyOf),
      ...(cover ? { cover } : {}),
    })
  }
}

const aboutCopy = (copyOf: string | undefined): { readonly copyOf?: string } => (copyOf === undefined ? {} : { copyOf })

const savedWords = (copy: boolean): string => (copy ? 'Your copy, kept in this browser' : 'Kept in this browser')

export const firstSaveState = (opened: { readonly origin: 'shipped' | 'own'; readonly copyOf?: string }): SaveState =>
  opened.origin === 'shipped'
    ? { state: 'shipped', words: 'As shipped; a change makes your own copy' }
    : { state: 'saved', words: savedWords(opened.copyOf !== undefined) }

/** Guesses by node, as they are kept for one notebook. */
export type ViewerInputs = Readonly<Record<string, Json>>
