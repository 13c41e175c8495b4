/*
 * The viewer's notebooks in the browser. One transaction reads the version and writes, so that of two tabs on one notebook
 * the later save is told. Other tabs hear of changes through a BroadcastChannel.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import {
  conflictOf,
  isNotebookId,
  sentences,
  type Change,
  type NotebookStore,
  type SaveAbout,
  type SaveResult,
  type StoredEntry,
  type StoredNotebook,
} from './store'
import { entryFor, readLog, sourceAt, versionsOf, withEntry, withName, type LogEntry, type Version } from './log'

interface Schema extends DBSchema {
  notebooks: { key: string; value: StoredNotebook }
  logs: { key: string; value: { readonly id: string; readonly entries: readonly LogEntry[] } }
}
const NAME = 'vitrine'
/** 2: the log of each notebook. */
const VERSION = 2

/** What can go wrong when IndexedDB writes, as a sentence. */
export function storageSentence(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'QuotaExceededError') return sentences.full
  if (name === 'SecurityError' || name === 'InvalidStateError' || name === 'UnknownError') return sentences.refused
  const said = error instanceof Error ? error.message : String(error)
  return `The browser could not keep this notebook (${said.replace(/\.$/, '')}). Download still works.`
}

/** Opens the store; rejects with a sentence where the browser offers none. */
export async function openIndexedDbStore(now: () => number, name = NAME): Promise<NotebookStore> {
  try {
    const database = await openDB<Schema>(name, VERSION, {
      upgrade(fresh, from) {
        if (from < 1) fresh.createObjectStore('notebooks', { keyPath: 'id' })
        if (from < 2) fresh.createObjectStore('logs', { keyPath: 'id' })
      },
      // a newer page wants another schema: give way, it will ask for a reload
      blocking(_current, _blocked, event) {
        ;(event.target as IDBDatabase).close()
      },
    })
    return new IndexedDbStore(database, now, name)
  } catch (error) {
    throw new Error(storageSentence(error), { cause: error })
  }
}

class IndexedDbStore implements NotebookStore {
  private readonly listeners = new Set<(change: Change) => void>()
  private readonly channel: BroadcastChannel | null

  constructor(
    private readonly database: IDBPDatabase<Schema>,
    private readonly now: () => number,
    name: string,
  ) {
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`${name}-notebooks`)
    this.channel?.addEventListener('message', (event: MessageEvent<unknown>) => {
      const change = readChange(event.data)
      if (change) for (const listener of this.listeners) listener(change)
    })
  }

  async list(): Promise<readonly StoredEntry[]> {
    const all = await this.database.getAll('notebooks')
    return all.map(({ source: _source, ...entry }) => entry).sort((a, b) => b.changed - a.changed || (a.id < b.id ? -1 : 1))
  }

  async load(id: string): Promise<StoredNotebook | null> {
    return (await this.database.get('notebooks', id)) ?? null
  }

  async save(id: string, source: string, expected: number, about: SaveAbout = {}): Promise<SaveResult> {
    if (!isNotebookId(id)) return { ok: false, reason: 'refused', message: sentences.badId(id) }
    return this.write({ id, version: expected + 1 }, async ({ notebooks, logs }) => {
      const held = await notebooks.get(id)
      const conflict = conflictOf(id, expected, held?.version ?? 0)
      if (conflict) return conflict
      const copyOf = about.copyOf ?? held?.copyOf
      const version = expected + 1
      const changed = this.now()
      const log = held ? entriesOf(await logs.get(id)) : []
      await notebooks.put({ id, source, version, changed, size: source.length, ...(copyOf === undefined ? {} : { copyOf }) })
      await logs.put({ id, entries: withEntry(log, entryFor(log, held?.source ?? '', source, changed, about.labels)) })
      return { ok: true, version }
    })
  }

  async versions(id: string): Promise<readonly Version[]> {
    return versionsOf(entriesOf(await this.database.get('logs', id)))
  }

  async versionSource(id: string, number: number): Promise<string | null> {
    const transaction = this.database.transaction(['notebooks', 'logs'])
    const [held, log] = await Promise.all([transaction.objectStore('notebooks').get(id), transaction.objectStore('logs').get(id)])
    return held ? sourceAt(entriesOf(log), held.source, number) : null
  }

  async nameVersion(id: string, number: number, name: string): Promise<boolean> {
    let found = false
    const result = await this.write(null, async ({ notebooks, logs }) => {
      const held = await notebooks.get(id)
      const named = held ? withName(entriesOf(await logs.get(id)), held.source, number, name) : null
      if (named) await logs.put({ id, entries: named })
      found = named !== null
      return { ok: true, version: 0 }
    })
    if (!result.ok) throw new Error(result.message)
    return found
  }

  async remove(id: string): Promise<StoredNotebook | null> {
    let held: StoredNotebook | null = null
    const result = await this.write({ id, version: null }, async ({ notebooks, logs }) => {
      held = (await notebooks.get(id)) ?? null
      await notebooks.delete(id)
      await logs.delete(id)
      return { ok: true, version: 0 }
    })
    if (!result.ok) throw new Error(result.message)
    return held
  }

  async rename(id: string, to: string): Promise<SaveResult> {
    if (!isNotebookId(to)) return { ok: false, reason: 'refused', message: sentences.badId(to) }
    const result = await this.write({ id, version: null }, async ({ notebooks, logs }) => {
      const held = await notebooks.get(id)
      if (!held) return { ok: false, reason: 'refused', message: sentences.gone(id) }
      if (await notebooks.get(to)) return { ok: false, reason: 'refused', message: sentences.taken(to) }
      const log = await logs.get(id)
      await notebooks.delete(id)
      await logs.delete(id)
      await notebooks.put({ ...held, id: to })
      if (log) await logs.put({ ...log, id: to })
      return { ok: true, version: held.version }
    })
    if (result.ok) this.channel?.postMessage({ id: to, version: result.version })
    return result
  }

  watch(listener: (change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  close(): void {
    this.listeners.clear()
    this.channel?.close()
    this.database.close()
  }

  /** One transaction over notebook and log; other tabs are told when it is on disk. */
  private async write(change: Change | null, work: (stores: Stores) => Promise<SaveResult>): Promise<SaveResult> {
    try {
      const transaction = this.database.transaction(['notebooks', 'logs'], 'readwrite')
      const stores = { notebooks: transaction.objectStore('notebooks'), logs: transaction.objectStore('logs') }
      const [result] = await Promise.all([work(stores), transaction.done])
      if (result.ok && change) this.channel?.postMessage(change)
      return result
    } catch (error) {
      return { ok: false, reason: 'refused', message: storageSentence(error) }
    }
  }
}
type LogRecord = Schema['logs']['value']
interface Stores {
  readonly notebooks: Writable<StoredNotebook>
  readonly logs: Writable<LogRecord>
}
interface Writable<Value> {
  get(id: string): Promise<Value | undefined>
  put(value: Value): Promise<string>
  delete(id: string): Promise<void>
}
const entriesOf = (record: LogRecord | undefined): readonly LogEntry[] => readLog(record?.entries ?? [])

/** A message from another tab is not trusted to be one of ours. */
function readChange(data: unknown): Change | null {
  if (typeof data !== 'object' || data === null || !('id' in data) || !('version' in data)) return null
  const { id, version } = data
  return typeof id === 'string' && (version === null || typeof version === 'number') ? { id, version } : null
}
