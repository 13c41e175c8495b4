/* `vitrine models`: what is on this machine, where from, how large; searching, fetching and deleting models of a hub. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { gigabytes } from '../engine/sentences'
import { folderHub } from '../session/folder-models'
import { LocalCatalogue, type ModelCatalogue } from '../session/model-catalogue'
import { EXIT, reading, refused, type Surroundings } from './command'
import { projectFolder } from './folders'
import { namedModels } from './model-place'
import { choiceOption, readOptions } from './options'
import { progressLine } from './progress'

const TABLE = {
  search: { type: 'string' },
  offer: { type: 'string' },
  fetch: { type: 'string' },
  remove: { type: 'string' },
  format: { type: 'string' },
} as const

interface ModelEntry {
  readonly name: string
  readonly architecture: string
  readonly bytes: number
  readonly from: string
  readonly folder?: string
}

function architectureOf(folder: string): string {
  try {
    const config: unknown = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8'))
    const { model_type } = config as { model_type?: unknown }
    return typeof model_type === 'string' ? model_type : 'unknown'
  } catch {
    return 'unreadable'
  }
}

const bytesIn = (folder: string): number => readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0)

const embedded = (): ModelEntry[] =>
  namedModels().map(({ name, folder }) => ({
    name,
    architecture: architectureOf(folder),
    bytes: bytesIn(folder),
    from: 'embedded',
    folder: path.relative(projectFolder(), folder).split(path.sep).join('/'),
  }))

async function fetched(catalogue: ModelCatalogue): Promise<ModelEntry[]> {
  const entries = await catalogue.list()
  return entries.map(({ source, bytes, words }) => ({ name: source, architecture: 'unknown', bytes: bytes ?? 0, from: words }))
}

/** What a verb says: text for people, an object for programs. */
interface Said {
  readonly text: string
  readonly json: unknown
}

async function list(catalogue: ModelCatalogue): Promise<Said> {
  const found = [...embedded(), ...(await fetched(catalogue))]
  const line = ({ name, architecture, bytes, from, folder }: ModelEntry): string =>
    [name, ...(folder === undefined ? [] : [architecture]), gigabytes(bytes), folder === undefined ? from : `${from} (${folder})`].join(
      '  ',
    )
  return { text: found.length === 0 ? 'No models here.' : found.map(line).join('\n'), json: found }
}

async function search(catalogue: ModelCatalogue, words: string, signal?: AbortSignal): Promise<Said> {
  const found = await catalogue.search(words, signal)
  const line = ({ id, downloads, gated }: (typeof found)[number]): string =>
    `hub:${id}  ${downloads} downloads${gated ? '  licence to accept' : ''}`
  return { text: found.length === 0 ? `The hub has nothing like ${words}.` : found.map(line).join('\n'), json: found }
}

async function offer(catalogue: ModelCatalogue, source: string, signal?: AbortSignal): Promise<Said> {
  const found = await catalogue.offer(source, signal)
  const files = found.files.map(({ name, bytes }) => `  ${name}  ${gigabytes(bytes)}`).join('\n')
  const rest = found.have > 0 ? `, of which ${gigabytes(found.have)} are here` : ''
  return { text: `${source}: ${gigabytes(found.bytes)}${rest}, ${found.license ?? 'no licence named'}\n${files}`, json: found }
}

async function fetchOne(catalogue: ModelCatalogue, source: string, around: Surroundings): Promise<Said> {
  const { bytes, have } = await catalogue.offer(source, around.signal)
  around.err(`${source} has ${gigabytes(bytes)}; ${gigabytes(bytes - have)} are fetched.\n`)
  const progress = progressLine(around)
  const entry = await catalogue.fetch(source, {
    ...(around.signal && { signal: around.signal }),
    progress: ({ share, words }) => progress.show(share, words),
  })
  progress.clear()
  return { text: `${source} is here: ${gigabytes(entry.bytes ?? 0)}.`, json: entry }
}

async function remove(catalogue: ModelCatalogue, source: string): Promise<Said> {
  if (!(await catalogue.list()).some((entry) => entry.deletable && entry.source === source))
    throw refused(`${source} is not among the fetched models.`)
  const bytes = await catalogue.remove(source)
  return { text: `${source} is deleted; ${gigabytes(bytes)} are free again.`, json: { source, freed: bytes } }
}

export async function models(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, TABLE, [0, 0, 'No further word'])
  const verbs = ['search', 'offer', 'fetch', 'remove'].filter((verb) => options.text(verb) !== undefined)
  if (verbs.length > 1) throw refused(`Only one of ${verbs.map((verb) => `--${verb}`).join(', ')} can be given.`)
  const json = choiceOption(options, 'format', ['text', 'json']) === 'json'
  const catalogue = new LocalCatalogue(folderHub(), { find: async () => null, names: async () => [] })
  const said = await reading(() => say(catalogue, verbs[0], options.text(verbs[0] ?? '') ?? '', around))
  around.out(json ? `${JSON.stringify(said.json)}\n` : `${said.text}\n`)
  return EXIT.ok
}

function say(catalogue: ModelCatalogue, verb: string | undefined, words: string, around: Surroundings): Promise<Said> {
  if (verb === 'search') return search(catalogue, words, around.signal)
  if (verb === 'offer') return offer(catalogue, words, around.signal)
  if (verb === 'fetch') return fetchOne(catalogue, words, around)
  return verb === 'remove' ? remove(catalogue, words) : list(catalogue)
}
