/*
 * Parts of a file of this machine, read without waiting, as a worker of a page can: what is needed seldom can then stay in its file. What
 * cannot be read so is read into memory instead.
 */
import { EngineFailure, type RangeReader } from '../types'

interface Reader {
  readAsArrayBuffer(part: Blob): ArrayBuffer
}

/** null outside workers. */
export function readerOf(blob: Blob, name: string): RangeReader | null {
  const { FileReaderSync } = globalThis as { FileReaderSync?: new () => Reader }
  if (!FileReaderSync) return null
  const reader = new FileReaderSync()
  return (start, end) => {
    try {
      return new Uint8Array(reader.readAsArrayBuffer(blob.slice(start, end)))
    } catch (cause) {
      throw unreadable(name, cause)
    }
  }
}

/** A browser refuses a file that changed or went away since it was given. */
export function unreadable(name: string, cause: unknown): EngineFailure {
  return new EngineFailure(
    'unreadable-file',
    `${name} cannot be read any more: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'It may have changed since it was dropped; drop it again.',
  )
}
