/* The logs of notebooks in a folder: one file each, written before the notebook and read against it. Node only. */
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing, writeAtomically } from './folder-write'
import { readLog, type LogEntry } from './log'
import { isNotebookId } from './store'

interface Written {
  /** Versions of the file before and after the last entry. */
  readonly before: number
  readonly after: number
  readonly entries: readonly LogEntry[]
}

export class FolderLog {
  constructor(private readonly folder: string) {}

  /** What led to the file of this version. Where another program wrote the file, only versions kept whole. */
  async read(id: string, version: number): Promise<readonly LogEntry[]> {
    const written = await this.written(id)
    if (!written) return []
    if (written.after === version) return written.entries
    if (written.before === version) return written.entries.slice(0, -1)
    return written.entries.filter((entry) => entry.source !== undefined)
  }

  async write(id: string, written: Written): Promise<void> {
    const file = this.file(id)
    await mkdir(dirname(file), { recursive: true })
    await writeAtomically(file, JSON.stringify(written))
  }

  async remove(id: string): Promise<void> {
    await rm(this.file(id), { force: true })
  }

  async rename(id: string, to: string): Promise<void> {
    await rename(this.file(id), this.file(to)).catch((error: unknown) => {
      if (!isMissing(error)) throw error
    })
  }

  private async written(id: string): Promise<Written | null> {
    try {
      const data = JSON.parse(await readFile(this.file(id), 'utf8')) as Partial<Written>
      const { before, after, entries } = data
      if (typeof before !== 'number' || typeof after !== 'number' || !Array.isArray(entries)) return null
      return { before, after, entries: readLog(entries) }
    } catch (error) {
      // a log that cannot be read loses versions, never the notebook
      if (isMissing(error) || error instanceof SyntaxError) return null
      throw error
    }
  }
  private file(id: string): string {
    if (!isNotebookId(id)) throw new Error(`${id} cannot name a notebook here.`)
    return join(this.folder, `${id}.json`)
  }
}
