/* Notebooks in memory: for tests, and where the browser keeps nothing. */
import {
  conflictOf,
  isNotebookId,
  sentences,
  type Change,
  type NotebookStore,
  type SaveAbout,
  type SaveResult,
  type StoredEntry,
  type StoredNotebook,
} from './store'
import { entryFor, sourceAt, versionsOf, withEntry, withName, type LogEntry, type Version } from './log'

export class MemoryStore implements NotebookStore {
  private readonly notebooks = new Map<string, StoredNotebook>()
  private readonly logs = new Map<string, readonly LogEntry[]>()

  constructor(private readonly now: () => number) {}

  async list(): Promise<readonly StoredEntry[]> {
    const entries = [...this.notebooks.values()].map(({ source: _source, ...entry }) => entry)
    return entries.sort((a, b) => b.changed - a.changed || (a.id < b.id ? -1 : 1))
  }

  async load(id: string): Promise<StoredNotebook | null> {
    return this.notebooks.get(id) ?? null
  }

  async save(id: string, source: string, expected: number, about: SaveAbout = {}): Promise<SaveResult> {
    if (!isNotebookId(id)) return { ok: false, reason: 'refused', message: sentences.badId(id) }
    const held = this.notebooks.get(id)
    const conflict = conflictOf(id, expected, held?.version ?? 0)
    if (conflict) return conflict
    const copyOf = about.copyOf ?? held?.copyOf
    const version = expected + 1
    const changed = this.now()
    const log = held ? this.log(id) : []
    this.logs.set(id, withEntry(log, entryFor(log, held?.source ?? '', source, changed, about.labels)))
    this.notebooks.set(id, { id, source, version, changed, size: source.length, ...(copyOf === undefined ? {} : { copyOf }) })
    return { ok: true, version }
  }

  async remove(id: string): Promise<StoredNotebook | null> {
    const held = this.notebooks.get(id) ?? null
    this.notebooks.delete(id)
    this.logs.delete(id)
    return held
  }

  async rename(id: string, to: string): Promise<SaveResult> {
    const held = this.notebooks.get(id)
    if (!held) return { ok: false, reason: 'refused', message: sentences.gone(id) }
    if (!isNotebookId(to)) return { ok: false, reason: 'refused', message: sentences.badId(to) }
    if (this.notebooks.has(to)) return { ok: false, reason: 'refused', message: sentences.taken(to) }
    this.notebooks.delete(id)
    this.notebooks.set(to, { ...held, id: to })
    this.logs.set(to, this.log(id))
    this.logs.delete(id)
    return { ok: true, version: held.version }
  }

  async versions(id: string): Promise<readonly Version[]> {
    return versionsOf(this.log(id))
  }

  async versionSource(id: string, number: number): Promise<string | null> {
    const held = this.notebooks.get(id)
    return held ? sourceAt(this.log(id), held.source, number) : null
  }

  async nameVersion(id: string, number: number, name: string): Promise<boolean> {
    const held = this.notebooks.get(id)
    const named = held ? withName(this.log(id), held.source, number, name) : null
    if (named) this.logs.set(id, named)
    return named !== null
  }

  private log(id: string): readonly LogEntry[] {
    return this.logs.get(id) ?? []
  }

  /** Memory belongs to one page: nobody else changes it. */
  watch(_listener: (change: Change) => void): () => void {
    return () => {}
  }

  close(): void {}
}
