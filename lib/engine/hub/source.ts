/* A model that was fetched, as files: the same as a folder on disk. */
import { missingFile } from '../files/memory'
import type { FileSource } from '../types'
import { blobKey } from './download'
import type { HubFile, HubStore, KeptModel } from './types'

export function keptSource(store: HubStore, { source, id, files }: KeptModel): FileSource {
  const byName = new Map(files.map((file) => [file.name, file]))
  const find = (name: string): HubFile => {
    const file = byName.get(name)
    if (!file) throw missingFile(id, name)
    return file
  }
  const readRange = async (name: string, start: number, end: number): Promise<Uint8Array> =>
    store.read(blobKey(find(name).digest), start, end)
  return {
    name: source.slice('hub:'.length),
    listed: true,
    list: async () => [...byName.keys()],
    async read(name, onBytes) {
      const { bytes } = find(name)
      const content = await readRange(name, 0, bytes)
      onBytes?.(bytes, bytes)
      return content
    },
    size: async (name) => find(name).bytes,
    readRange,
    reader: async (name) => (await store.reader?.(blobKey(find(name).digest))) ?? null,
  }
}
