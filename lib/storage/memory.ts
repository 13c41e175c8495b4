/* Notebooks in memory: for tests, and where the browser keeps nothing. */
import {
  conflictOf,
  isNotebookId,
  sentences,
  type Change,
  type NotebookStore,
  type SaveResult,
  type StoredEntry,
  type StoredNotebook,
} from './store'

export class MemoryStore implements NotebookStore {
  private readonly notebooks = new Map<string, StoredNotebook>()

  constructor(private readonly now: () => number) {}

  async list(): Promise<readonly StoredEntry[]> {
    const entries = [...this.notebooks.values()].map(({ source: _source, ...entry }) => entry)
    return entries.sort((a, b) => b.changed - a.changed || (a.id < b.id ? -1 : 1))
  }

  async load(id: string): Promise<StoredNotebook | null> {
    return this.notebooks.get(id) ?? null
  }

  async save(id: string, source: string, expected: number, about: { readonly copyOf?: string } = {}): Promise<SaveResult> {
    if (!isNotebookId(id)) return { ok: false, reason: 'refused', message: sentences.badId(id) }
    const held = this.notebooks.get(id)
    const conflict = conflictOf(id, expected, held?.version ?? 0)
    if (conflict) return conflict
    const copyOf = about.copyOf ?? held?.copyOf
    const version = expected + 1
    this.notebooks.set(id, { id, source, version, changed: this.now(), size: source.length, ...(copyOf === undefined ? {} : { copyOf }) })
    return { ok: true, version }
  }

  async remove(id: string): Promise<StoredNotebook | null> {
    const held = this.notebooks.get(id) ?? null
    this.notebooks.delete(id)
    return held
  }

  async rename(id: string, to: string): Promise<SaveResult> {
    const held = this.notebooks.get(id)
    if (!held) return { ok: false, reason: 'refused', message: sentences.gone(id) }
    if (!isNotebookId(to)) return { ok: false, reason: 'refused', message: sentences.badId(to) }
    if (this.notebooks.has(to)) return { ok: false, reason: 'refused', message: sentences.taken(to) }
    this.notebooks.delete(id)
    this.notebooks.set(to, { ...held, id: to })
    return { ok: true, version: held.version }
  }

  /** Memory belongs to one page: nobody else changes it. */
  watch(_listener: (change: Change) => void): () => void {
    return () => {}
  }

  close(): void {}
}
