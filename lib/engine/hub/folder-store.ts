/* Fetched models in a folder on disk: `blobs/KEY` whole, `blobs/KEY.part` unfinished, `models/KEY.json` notes. Node only. */
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readPart } from '../files/folder'
import type { BlobWriter, HubStore } from './types'

const PART = '.part'

export function folderStore(folder: string): HubStore {
  const blobs = path.join(folder, 'blobs')
  const models = path.join(folder, 'models')
  const whole = (key: string): string => path.join(blobs, checked(key))
  const part = (key: string): string => whole(key) + PART
  const sizeOf = (place: string): Promise<number | null> =>
    stat(place).then(
      ({ size }) => size,
      () => null,
    )
  const namesIn = (place: string): Promise<string[]> => readdir(place).catch(() => [])
  return {
    async blob(key) {
      const bytes = await sizeOf(whole(key))
      if (bytes !== null) return { bytes, whole: true }
      const begun = await sizeOf(part(key))
      return begun === null ? null : { bytes: begun, whole: false }
    },
    read: async (key, start, end) => readPart((await sizeOf(whole(key))) === null ? part(key) : whole(key), start, end),
    async append(key, offset) {
      await mkdir(blobs, { recursive: true })
      return writer(part(key), offset)
    },
    finish: (key) => rename(part(key), whole(key)),
    async remove(key) {
      await rm(whole(key), { force: true })
      await rm(part(key), { force: true })
    },
    async notes() {
      const names = (await namesIn(models)).filter((name) => name.endsWith('.json'))
      return Promise.all(names.map((name) => readFile(path.join(models, name), 'utf8')))
    },
    async note(key, text) {
      await mkdir(models, { recursive: true })
      const place = path.join(models, `${checked(key)}.json`)
      await writeFile(place + PART, text)
      await rename(place + PART, place)
    },
    removeNote: (key) => rm(path.join(models, `${checked(key)}.json`), { force: true }),
    blobs: async () => [...new Set((await namesIn(blobs)).map((name) => name.replace(PART, '')))],
    async room() {
      const { bavail, bsize } = await mkdir(folder, { recursive: true }).then(() => statfs(folder))
      return bavail * bsize
    },
  }
}

/** Keys are made here of digests; anything else would be a way out of the folder. */
function checked(key: string): string {
  if (!/^[a-z0-9-]+$/.test(key)) throw new Error(`${key} is no key of the store.`)
  return key
}

async function writer(place: string, offset: number): Promise<BlobWriter> {
  const handle = await open(place, offset === 0 ? 'w' : 'r+')
  await handle.truncate(offset)
  let at = offset
  return {
    async write(bytes) {
      await handle.write(bytes, 0, bytes.length, at)
      at += bytes.length
    },
    async close() {
      await handle.sync()
      await handle.close()
    },
  }
}
