/*
 * Fetched models in the browser's private file system (OPFS). Whole and unfinished blobs lie in two folders, for files cannot be renamed
 * everywhere; a blob is whole when its mark is there. Writing in place needs a worker; elsewhere parts are written one by one.
 */
import { readerOf } from '../files/at-once'
import type { BlobWriter, HubStore } from './types'

/** What is used of a file handle: the types of a window lack the worker's half. */
interface FileHandle {
  getFile(): Promise<Blob>
  createWritable(options: { keepExistingData: boolean }): Promise<WritableFile>
  createSyncAccessHandle?(): Promise<SyncHandle>
}
interface WritableFile {
  write(part: { type: 'write'; position: number; data: Uint8Array }): Promise<void>
  truncate(size: number): Promise<void>
  close(): Promise<void>
}
interface SyncHandle {
  write(bytes: Uint8Array, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}
export interface Folder {
  getFileHandle(name: string, options?: { create: boolean }): Promise<FileHandle>
  getDirectoryHandle(name: string, options?: { create: boolean }): Promise<Folder>
  removeEntry(name: string): Promise<void>
  keys(): AsyncIterable<string>
}

const MARK = '.whole'

export function privateStore(root: () => Promise<Folder>, roomLeft: () => Promise<number | null>): HubStore {
  const folder = async (name: string): Promise<Folder> =>
    (await (await root()).getDirectoryHandle('models', { create: true })).getDirectoryHandle(name, { create: true })
  const file = async (name: string): Promise<Blob | null> => {
    try {
      return await (await (await folder('blobs')).getFileHandle(name)).getFile()
    } catch (cause) {
      if (isAbsent(cause)) return null
      throw cause
    }
  }
  const names = async (name: string): Promise<string[]> => {
    const all: string[] = []
    for await (const key of (await folder(name)).keys()) all.push(key)
    return all
  }
  const removeFrom = async (place: string, name: string): Promise<void> => {
    await (await folder(place)).removeEntry(name).catch((cause: unknown) => {
      if (!isAbsent(cause)) throw cause
    })
  }
  return {
    async blob(key) {
      const content = await file(key)
      return content ? { bytes: content.size, whole: (await file(key + MARK)) !== null } : null
    },
    async read(key, start, end) {
      const content = await file(key)
      return new Uint8Array((await content?.slice(start, end).arrayBuffer()) ?? new ArrayBuffer(0))
    },
    async reader(key) {
      const content = await file(key)
      return content && readerOf(content, `The kept file ${key}`)
    },
    async append(key, offset) {
      return writer(await (await folder('blobs')).getFileHandle(key, { create: true }), offset)
    },
    async finish(key) {
      await (await writer(await (await folder('blobs')).getFileHandle(key + MARK, { create: true }), 0)).close()
    },
    async remove(key) {
      // The mark goes first: a blob half deleted must not count as whole.
      await removeFrom('blobs', key + MARK)
      await removeFrom('blobs', key)
    },
    async notes() {
      const place = await folder('notes')
      return Promise.all((await names('notes')).map(async (name) => (await (await place.getFileHandle(name)).getFile()).text()))
    },
    async note(key, text) {
      const into = await writer(await (await folder('notes')).getFileHandle(`${key}.json`, { create: true }), 0)
      await into.write(new TextEncoder().encode(text))
      await into.close()
    },
    removeNote: (key) => removeFrom('notes', `${key}.json`),
    blobs: async () => (await names('blobs')).filter((name) => !name.endsWith(MARK)),
    room: roomLeft,
  }
}

const isAbsent = (cause: unknown): boolean => cause instanceof Error && cause.name === 'NotFoundError'

async function writer(handle: FileHandle, offset: number): Promise<BlobWriter> {
  return handle.createSyncAccessHandle ? inPlace(await handle.createSyncAccessHandle(), offset) : inParts(handle, offset)
}

function inPlace(handle: SyncHandle, offset: number): BlobWriter {
  handle.truncate(offset)
  let at = offset
  return {
    async write(bytes) {
      at += handle.write(bytes, { at })
    },
    async close() {
      handle.flush()
      handle.close()
    },
  }
}

/** What is written counts only once the stream is closed, so it is closed when it ends, however that comes. */
async function inParts(handle: FileHandle, offset: number): Promise<BlobWriter> {
  const stream = await handle.createWritable({ keepExistingData: true })
  await stream.truncate(offset)
  let at = offset
  return {
    async write(data) {
      await stream.write({ type: 'write', position: at, data })
      at += data.length
    },
    close: () => stream.close(),
  }
}
