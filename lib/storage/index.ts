/* The door of the storage room for the browser; `folder.ts` is for Node and stands beside it. */
export { MemoryStore } from './memory'
export { openIndexedDbStore } from './indexed-db'
export { openResultDatabase } from './result-database'
export type { StoredResults } from './results'
export {
  freeId,
  idForTitle,
  isNotebookId,
  saveKeepingBoth,
  type Kept,
  type NotebookStore,
  type SaveAbout,
  type SaveResult,
  type StoredEntry,
  type StoredNotebook,
  type Change,
} from './store'
export type { Version } from './log'
export { BundleRefused, readBundle, writeBundle, type Bundle } from './bundle'
