/* Files a person dropped or picked in the page: one GGUF file, or the files of a folder. Nothing is copied; parts are read as they are needed. */
import type { FileSource } from '../types'
import { readerOf, unreadable } from './at-once'
import { missingFile } from './memory'

/** What is used of the browser's File. */
export interface NamedBlob {
  readonly name: string
  readonly size: number
  slice(start?: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** A dropped file with its path below what was dropped: `config.json`, `1_Pooling/config.json`. */
export interface GivenFile {
  readonly path: string
  readonly blob: NamedBlob
}

export function blobSource(name: string, given: readonly GivenFile[]): FileSource {
  const byName = new Map(given.map(({ path, blob }) => [path, blob]))
  const find = (file: string): NamedBlob => {
    const blob = byName.get(file)
    if (!blob) throw missingFile(name, file)
    return blob
  }
  const readRange = async (file: string, start: number, end: number): Promise<Uint8Array> =>
    new Uint8Array(await bytesOf(find(file), start, end))
  return {
    name,
    listed: true,
    ...(given.length === 1 && { only: given[0]!.path }),
    list: async () => [...byName.keys()],
    async read(file, onBytes) {
      const { size } = find(file)
      const bytes = await readRange(file, 0, size)
      onBytes?.(size, size)
      return bytes
    },
    size: async (file) => find(file).size,
    readRange,
    async reader(file) {
      const blob = find(file)
      return blob instanceof Blob ? readerOf(blob, blob.name) : null
    },
  }
}

async function bytesOf(blob: NamedBlob, start: number, end: number): Promise<ArrayBuffer> {
  try {
    return await blob.slice(start, end).arrayBuffer()
  } catch (cause) {
    throw unreadable(blob.name, cause)
  }
}
