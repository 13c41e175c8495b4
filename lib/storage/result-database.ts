/*
 * Results kept between visits in the browser, in a database of their own: it may be deleted without touching a notebook.
 * Bounded: the least recently read leave first. It keeps bytes and knows nothing of what they mean.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { isResultKey, LeastRecent, type StoredResults } from './results'

interface Entry {
  readonly bytes: Uint8Array
  readonly read: number
}
interface Schema extends DBSchema {
  results: { key: string; value: Entry; indexes: { read: number } }
}

/** null where the browser keeps nothing: the page works without. */
export async function openResultDatabase(mostBytes: number, now: () => number, name = 'vitrine-results'): Promise<StoredResults | null> {
  try {
    const database = await openDB<Schema>(name, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('results').createIndex('read', 'read'),
      // another version of the page wants the database: give way, results can be computed again
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    })
    const entries = new LeastRecent(mostBytes)
    let cursor = await database.transaction('results').store.index('read').openCursor()
    while (cursor) {
      entries.add(cursor.primaryKey, cursor.value.bytes.byteLength)
      cursor = await cursor.continue()
    }
    await drop(database, entries.trim())
    return storeOver(database, entries, now)
  } catch {
    return null
  }
}

async function drop(database: IDBPDatabase<Schema>, keys: readonly string[]): Promise<void> {
  const transaction = database.transaction('results', 'readwrite')
  await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done])
}

const storeOver = (database: IDBPDatabase<Schema>, entries: LeastRecent, now: () => number): StoredResults => ({
  has: (key) => entries.has(key),
  async get(key) {
    const entry = await database.get('results', key)
    if (!entry) return undefined
    entries.touch(key)
    await database.put('results', { ...entry, read: now() }, key)
    return entry.bytes
  },
  async put(key, bytes) {
    if (!isResultKey(key) || bytes.byteLength > entries.mostBytes) return
    await database.put('results', { bytes, read: now() }, key)
    entries.add(key, bytes.byteLength)
    await drop(database, entries.trim())
  },
  async remove(key) {
    if (entries.remove(key)) await drop(database, [key])
  },
  bytes: () => entries.bytes,
  clear: async () => void (await drop(database, entries.clear())),
})
