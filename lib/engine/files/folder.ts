/* A model folder on disk. Node only: not exported from the room's door. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { EngineFailure, type FileSource } from '../types'
import { missingFile } from './memory'

export function folderSource(folder: string, name = path.basename(path.resolve(folder))): FileSource {
  return {
    name,
    list: () => readdir(folder).catch((cause: unknown) => Promise.reject(unreadable(folder, cause))),
    async read(file, onBytes) {
      // Names come from index files, too: they stay inside the folder.
      if (path.basename(file) !== file) throw new EngineFailure('bad-file-name', `${file} is not the name of a file in ${name}.`)
      const bytes = await readFile(path.join(folder, file)).catch((cause: unknown) => {
        throw isMissing(cause) ? missingFile(name, file) : unreadable(path.join(folder, file), cause)
      })
      onBytes?.(bytes.length, bytes.length)
      return bytes
    },
  }
}

function isMissing(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | null)?.code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function unreadable(what: string, cause: unknown): EngineFailure {
  return new EngineFailure('unreadable-file', `${what} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`)
}
