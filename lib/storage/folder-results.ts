/*
 * Results kept between runs in one folder, a file each, named by key. Bounded: the least recently read leave first. It keeps
 * bytes and knows nothing of what they mean; whether they are whole is checked by whoever reads them.
 */
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from './folder'
import { isResultKey, LeastRecent, type StoredResults } from './results'

const SUFFIX = '.result'

export async function openResultFolder(folder: string, mostBytes: number, now: () => number): Promise<StoredResults> {
  const entries = new LeastRecent(mostBytes)
  for (const { key, bytes } of await found(folder)) entries.add(key, bytes)
  const file = (key: string) => join(folder, `${key}${SUFFIX}`)
  const drop = (keys: readonly string[]) => Promise.all(keys.map((key) => rm(file(key), { force: true })))
  await drop(entries.trim())
  return {
    has: (key) => entries.has(key),
    async get(key) {
      if (!entries.has(key)) return undefined
      entries.touch(key)
      const bytes = await readFile(file(key))
      await utimes(file(key), now() / 1000, now() / 1000)
      return new Uint8Array(bytes)
    },
    async put(key, bytes) {
      if (!isResultKey(key) || bytes.byteLength > mostBytes) return
      await mkdir(folder, { recursive: true })
      await writeAtomically(file(key), bytes)
      entries.add(key, bytes.byteLength)
      await drop(entries.trim())
    },
    async remove(key) {
      if (entries.remove(key)) await drop([key])
    },
    bytes: () => entries.bytes,
    clear: async () => void (await drop(entries.clear())),
  }
}

/** Oldest first. A folder that is not there is empty; other files in it are left alone. */
async function found(folder: string): Promise<readonly { readonly key: string; readonly bytes: number }[]> {
  const names = await readdir(folder).catch(() => [])
  const keys = names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length))
  const facts = await Promise.all(
    keys.filter(isResultKey).map(async (key) => {
      const { size, mtimeMs } = await stat(join(folder, `${key}${SUFFIX}`))
      return { key, bytes: size, read: mtimeMs }
    }),
  )
  return facts.sort((a, b) => a.read - b.read || (a.key < b.key ? -1 : 1))
}
