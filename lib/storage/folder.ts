/*
 * Notebooks as `.md` files in one folder. Node only. A name is checked against a pattern before it becomes a file's, a
 * write goes to a temporary file that is synced and then renamed, a version is a digest of the bytes.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
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
import { FolderLog } from './folder-log'
import { entryFor, sourceAt, versionsOf, withEntry, withName, type Version } from './log'
import { isMissing, writeAtomically } from './folder-write'

export { writeAtomically } from './folder-write'

/** Files have no counter: the first 48 bits of their digest say which bytes were read. 0 is kept for «none». */
const versionOf = (source: string): number => Number.parseInt(createHash('sha256').update(source).digest('hex').slice(0, 12), 16) + 1

export class FolderStore implements NotebookStore {
  /** Saves of this process come one after the other. */
  private queue: Promise<unknown> = Promise.resolve()

  private readonly logs: FolderLog

  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {
    this.logs = new FolderLog(join(folder, '.versions'))
  }

  async list(): Promise<readonly StoredEntry[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw error
    })
    const ids = names.filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3))
    const found = await Promise.all(ids.filter(isNotebookId).map((id) => this.load(id)))
    const entries = found.filter((entry) => entry !== null).map(({ source: _source, ...entry }) => entry)
    return entries.sort((a, b) => b.changed - a.changed || (a.id < b.id ? -1 : 1))
  }

  async load(id: string): Promise<StoredNotebook | null> {
    const file = this.file(id)
    if (file === null) return null
    try {
      const [source, facts] = await Promise.all([readFile(file, 'utf8'), stat(file)])
      return { id, source, version: versionOf(source), changed: facts.mtimeMs, size: source.length }
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  save(id: string, source: string, expected: number, about: SaveAbout = {}): Promise<SaveResult> {
    return this.inTurn(async () => {
      const file = this.file(id)
      if (file === null) return { ok: false, reason: 'refused', message: sentences.badId(id) }
      try {
        const held = await this.load(id)
        const conflict = conflictOf(id, expected, held?.version ?? 0)
        if (conflict) return conflict
        await mkdir(this.folder, { recursive: true })
        // the log first: what it says beyond the file was not committed, and is passed over when it is read
        const log = await this.logs.read(id, held?.version ?? 0)
        const entry = entryFor(log, held?.source ?? '', source, this.now(), about.labels)
        await this.logs.write(id, { before: held?.version ?? 0, after: versionOf(source), entries: withEntry(log, entry) })
        await writeAtomically(file, source)
      } catch (error) {
        return { ok: false, reason: 'refused', message: fileSentence(id, error) }
      }
      return { ok: true, version: versionOf(source) }
    })
  }

  remove(id: string): Promise<StoredNotebook | null> {
    return this.inTurn(async () => {
      const held = await this.load(id)
      const file = this.file(id)
      if (held && file !== null) await rm(file, { force: true })
      if (held) await this.logs.remove(id)
      return held
    })
  }

  rename(id: string, to: string): Promise<SaveResult> {
    return this.inTurn(async () => {
      const from = this.file(id)
      const target = this.file(to)
      if (from === null || target === null) return { ok: false, reason: 'refused', message: sentences.badId(from === null ? id : to) }
      const held = await this.load(id)
      if (!held) return { ok: false, reason: 'refused', message: sentences.gone(id) }
      if (await this.load(to)) return { ok: false, reason: 'refused', message: sentences.taken(to) }
      await rename(from, target)
      await this.logs.rename(id, to)
      return { ok: true, version: held.version }
    })
  }

  async versions(id: string): Promise<readonly Version[]> {
    const held = await this.load(id)
    return held ? versionsOf(await this.logs.read(id, held.version)) : []
  }

  async versionSource(id: string, number: number): Promise<string | null> {
    const held = await this.load(id)
    return held ? sourceAt(await this.logs.read(id, held.version), held.source, number) : null
  }

  nameVersion(id: string, number: number, name: string): Promise<boolean> {
    return this.inTurn(async () => {
      const held = await this.load(id)
      const named = held ? withName(await this.logs.read(id, held.version), held.source, number, name) : null
      if (held && named) await this.logs.write(id, { before: 0, after: held.version, entries: named })
      return named !== null
    })
  }

  /** A folder is not watched: its files change under one's hands only through other programs, and the next save tells. */
  watch(_listener: (change: Change) => void): () => void {
    return () => {}
  }
  close(): void {}

  private file(id: string): string | null {
    return isNotebookId(id) ? join(this.folder, `${id}.md`) : null
  }
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.queue.then(work, work)
    this.queue = next.catch(() => {})
    return next
  }
}

function fileSentence(id: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return `The disk is full, so \`${id}\` was not saved.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `The folder may not be written to, so \`${id}\` was not saved.`
  return `\`${id}\` was not saved: ${error instanceof Error ? error.message : String(error)}.`
}
