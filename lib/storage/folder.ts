/*
 * Notebooks as `.md` files in one folder. Node only. A name is checked against a pattern before it becomes a file's, a
 * write goes to a temporary file that is synced and then renamed, a version is a digest of the bytes.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
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

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Writes a file so that a reader sees the old bytes or the new ones, and a crash leaves one of them. */
export async function writeAtomically(file: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`
  const handle = await open(temporary, 'wx')
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Files have no counter: the first 48 bits of their digest say which bytes were read. 0 is kept for «none». */
const versionOf = (source: string): number => Number.parseInt(createHash('sha256').update(source).digest('hex').slice(0, 12), 16) + 1

export class FolderStore implements NotebookStore {
  /** Saves of this process come one after the other. */
  private queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly folder: string) {}

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

  save(id: string, source: string, expected: number): Promise<SaveResult> {
    return this.inTurn(async () => {
      const file = this.file(id)
      if (file === null) return { ok: false, reason: 'refused', message: sentences.badId(id) }
      try {
        const held = await this.load(id)
        const conflict = conflictOf(id, expected, held?.version ?? 0)
        if (conflict) return conflict
        await mkdir(this.folder, { recursive: true })
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
      return { ok: true, version: held.version }
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
