/*
 * The page's door: opens notebooks with their evaluator in a worker and keeps the shelf. The only file of this room that
 * knows a browser; pages call it from effects and handlers.
 */
import { calendarClock } from '../graph/clock'
import { fits as typesFit } from '../graph/fits'
import { kindLookup } from '../nodes/lookup'
import { parseNotebook, type Change } from '../notebook'
import { MemoryStore, openIndexedDbStore, type NotebookStore, type Version } from '../storage'
import { converters as converterTable, portTypes } from '../values'
import { decodePanel, encodePanel } from '../viz/encode'
import { kindCardById, kindCards } from './catalogue'
import { Keeping } from './keeping'
import { Library, firstSaveState, type Covers, type Removed, type Shipped, type ViewerInputs } from './library'
import { OpenNotebook } from './open-notebook'
import { RemoteEvaluator } from './remote-evaluator'
import { coverPanels } from './shelf-entry'
import { reasonsToWait } from './stillness'
import { takeWorker } from './worker-start'
import type { HelpReader, KindCard, SaveState, Session, ShelfEntry } from './types'

const later = (then: () => void, ms: number): void => void setTimeout(then, ms)

// --- models: list, search, offer, fetch, delete; files dropped by hand

export { hubHost, models, openModelFiles, setHubHost } from './browser-models'
export type { Change, Version }
export type { FetchProgress, ModelCatalogue, ModelEntry, ModelListing, ModelOffer } from './model-catalogue'

// --- what the page asks of kinds

export const cards = (): readonly KindCard[] => kindCards()
export const cardOf = (kind: string): KindCard | undefined => kindCardById(kind)
export const converters = converterTable

/** Whether a value of the first type may enter a port of the second. */
export function fits(from: string, to: string): boolean {
  const type = portTypes.get(from)
  return type ? typesFit(type, { name: to }) : from === to
}

export const readHelp: HelpReader = async (kind) => {
  const answer = await fetch(`/help/${encodeURIComponent(kind)}.md`)
  return answer.ok ? answer.text() : ''
}

// --- small things kept per viewer; a browser that keeps nothing loses them with the page

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Full or refused: the picture or guess lasts as long as the page.
  }
}

function readKept<Value>(key: string, read: (text: string) => Value): Value | undefined {
  const text = kept(key)
  if (text === null) return undefined
  try {
    return read(text)
  } catch {
    return undefined
  }
}

const guessesKey = (id: string): string => `vitrine.guesses.${id}`
const stillKey = (id: string): string => `vitrine.still.${id}`
/** What was harmless when it was first opened is its viewer's own from then on. */
function stillness(id: string, source: string): readonly string[] {
  if (kept(stillKey(id)) === null) return []
  const reasons = reasonsToWait(parseNotebook(source, kindLookup))
  if (reasons.length === 0) keep(stillKey(id), null)
  return reasons
}

const coverKey = (id: string): string => `vitrine.cover.${id}`

const covers: Covers = {
  get: (id) => readKept(coverKey(id), (text) => (JSON.parse(text) as string[]).map(decodePanel)),
  set: (id, panels) => keep(coverKey(id), panels === null ? null : JSON.stringify(panels.map(encodePanel))),
}

// --- notebooks

interface IndexEntry extends Omit<ShelfEntry, 'cover'> {
  /** Encoded panels. */
  readonly cover?: readonly string[]
}

const shippedNotebooks: Shipped = {
  async entries() {
    const answer = await fetch('/notebooks/index.json')
    if (!answer.ok) return []
    const list = (await answer.json()) as readonly IndexEntry[]
    return list.map(({ cover, ...entry }) => ({ ...entry, ...(cover ? { cover: cover.map(decodePanel) } : {}) }))
  },
  async source(id) {
    const answer = await fetch(`/notebooks/${encodeURIComponent(id)}.md`)
    return answer.ok ? answer.text() : null
  },
}

let refusal: string | null = null

async function openStore(): Promise<NotebookStore> {
  try {
    return await openIndexedDbStore(calendarClock)
  } catch (error) {
    refusal = error instanceof Error ? error.message : String(error)
    return new MemoryStore(calendarClock)
  }
}

let opened: Promise<Library> | undefined
const library = (): Promise<Library> => (opened ??= openStore().then((store) => new Library(store, shippedNotebooks, covers)))

/** The sentence that is true while the browser keeps nothing. */
const asRefused = (state: SaveState): SaveState => (refusal === null ? state : { state: 'failed', words: refusal })

/** Opens a notebook; rejects with a sentence where there is none. */
export async function openSession(id: string): Promise<Session> {
  // The worker starts first: the model loads while the file is fetched.
  const evaluator = new RemoteEvaluator(takeWorker, later)
  try {
    const shelves = await library()
    const found = await shelves.open(id)
    const keeper = shelves.keeper(id, found)
    const keeping = new Keeping(
      { save: async (source, labels) => asRefused(await keeper.save(source, labels)) },
      asRefused(firstSaveState(found)),
      later,
    )
    const guesses = readKept(guessesKey(id), (text) => JSON.parse(text) as ViewerInputs) ?? {}
    const session = new OpenNotebook({
      id,
      source: found.source,
      evaluator,
      keeping,
      viewerInputs: guesses,
      onViewerInputs: (inputs) => keep(guessesKey(id), JSON.stringify(inputs)),
      still: stillness(id, found.source),
      onWake: () => keep(stillKey(id), null),
    })
    keeping.state.on(() => {
      if (keeping.state.get().state === 'saved') covers.set(id, coverPanels(session.notebook(), session.view))
    })
    return session
  } catch (error) {
    evaluator.dispose()
    throw error
  }
}

/** A kind's example as a notebook that is not kept. */
export async function openExample(card: KindCard): Promise<Session> {
  const source = `---\nvitrine: 1\ntitle: ${card.title}\n---\n\n\`\`\`graph example\n${card.example}\`\`\`\n`
  return new OpenNotebook({
    id: card.kind,
    source,
    evaluator: new RemoteEvaluator(takeWorker, later),
    keeping: new Keeping(null, { state: 'shipped', words: 'An example; changes are not kept' }, later),
    viewerInputs: {},
    onViewerInputs: () => undefined,
  })
}

export const shelf = {
  list: async (): Promise<readonly ShelfEntry[]> => (await library()).list(),
  create: async (): Promise<ShelfEntry> => (await library()).create(),
  /** A file or bundle from outside: kept, and still until its viewer says otherwise, unless it is harmless. */
  async openBytes(name: string, bytes: Uint8Array): Promise<ShelfEntry> {
    const { entry } = await (await library()).openBytes(name, bytes)
    keep(stillKey(entry.id), 'yes')
    return entry
  },
  duplicate: async (id: string): Promise<ShelfEntry> => (await library()).duplicate(id),
  rename: async (id: string, title: string): Promise<void> => (await library()).rename(id, title),
  remove: async (id: string): Promise<Removed> => (await library()).remove(id),
  restore: async (removed: Removed): Promise<void> => (await library()).restore(removed),
  revert: async (id: string): Promise<Removed> => (await library()).revert(id),
  source: async (id: string): Promise<string> => (await library()).source(id),
  versions: async (id: string): Promise<readonly Version[]> => (await library()).versions(id),
  nameVersion: async (id: string, number: number, name: string): Promise<void> => (await library()).nameVersion(id, number, name),
  /** What changed from one version to another, or until now. */
  changes: async (id: string, from: number, to?: number): Promise<readonly Change[]> => (await library()).changes(id, from, to),
  /** A version as a notebook of its own. */
  copyVersion: async (id: string, number: number): Promise<ShelfEntry> => (await library()).copyVersion(id, number),
  /** Makes a version today's again; what stood there stays among the versions. */
  returnTo: async (id: string, number: number): Promise<void> => (await library()).returnTo(id, number),
}
