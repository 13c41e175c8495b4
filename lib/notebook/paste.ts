/*
 * Nodes as file text: what is copied is a piece of a notebook file, and what is pasted passes the same parser. Ids that are
 * taken change; wires to what is not here are left out; definitions come along.
 */
import type { Ref } from '../graph/graph'
import { readBlock } from './block'
import { withDefinitions, withDefinitionsIn } from './definitions'
import { copyInto, readerFor } from './copies'
import { addressed, addressOf, Draft, OperationRefused } from './draft'
import { bodyMargin, indented, withEntryAt, withInBody } from './edit'
import { deepEntries } from './entry-tree'
import { fenceFor, readFrame, type Segment } from './frame'
import { definitionOf } from './graph-of'
import { find, type Known } from './known'
import { layoutText } from './layout-block'
import { LIMITS } from './limits'
import { indentOf, lineEndOf, withoutEnd } from './lines'
import { nameFault } from './names'
import { setPlace } from './node-operations'
import { graphText, sheetText } from './write'
import type { Block, DefinitionBlock, GraphBlock, KindLookup, NodeEntry, Notebook, Operation } from './types'

/** The nodes as text to paste: a sheet, the definitions it uses, and places. Ids of one definition, or of the sheets. */
export function copyNodes(notebook: Notebook, ids: readonly string[], catalogue: KindLookup): string {
  const draft = new Draft(notebook, catalogue)
  const scope = { definition: addressOf(ids[0] ?? '').definition }
  const wanted = new Set(ids.map((id) => addressOf(id).id))
  const entries = draft.blocksOf(scope).flatMap((block) => outermost(block.entries, wanted))
  if (entries.length === 0) throw new OperationRefused('No node is chosen.')
  const nodes = entries.map((entry) => indented(entry.source ?? '', -indentOf(entry.head ?? '')))
  const definitions = usedDefinitions(draft, entries).map((block) => graphText(block, draft.kinds, draft.end))
  const all = [...deepEntries(entries)].map((entry) => entry.id)
  const places = draft.layout()?.places ?? {}
  const placed = [
    ...all.flatMap((id) => {
      const place = places[addressed(scope, id)]
      return place ? [[id, place] as const] : []
    }),
    ...Object.entries(places).filter(([id]) => definitions.length > 0 && id.includes('/')),
  ]
  const layout = placed.length > 0 ? [layoutText(Object.fromEntries(placed), draft.end)] : []
  return [sheetText('copied', nodes.join(''), draft.end), ...definitions, ...layout].join(draft.end.repeat(2)) + draft.end
}
/** The chosen nodes, without those that come along in the body of another. */
function outermost(entries: readonly NodeEntry[], wanted: ReadonlySet<string>): readonly NodeEntry[] {
  return entries.flatMap((entry) => (wanted.has(entry.id) ? [entry] : outermost(entry.body?.entries ?? [], wanted)))
}
function usedDefinitions(draft: Draft, entries: readonly NodeEntry[]): readonly DefinitionBlock[] {
  const found = new Map<string, DefinitionBlock>()
  const visit = (inner: readonly NodeEntry[]): void => {
    for (const { node } of deepEntries(inner)) {
      const name = node ? definitionOf(node) : null
      const block = draft.blocks.find((each): each is DefinitionBlock => each.type === 'define' && each.name === name)
      if (!block || found.has(block.name)) continue
      found.set(block.name, block)
      visit(block.entries)
    }
  }
  visit(entries)
  return [...found.values()]
}

interface Pasted {
  readonly entries: readonly NodeEntry[]
  readonly definitions: readonly DefinitionBlock[]
  readonly places: Readonly<Record<string, readonly [number, number]>>
}
function readPasted(text: string, draft: Draft): Pasted {
  if (text.length > LIMITS.file) throw new OperationRefused(`What is pasted has ${text.length} characters; at most ${LIMITS.file} can be.`)
  const plain = text.replace(/\r\n?/g, '\n')
  const fenced = readFrame(plain)
  const blocks = fenced.segments.some((segment) => segment.language === 'graph')
    ? fenced.segments
    : readFrame(sheetText('copied', `${plain.trimEnd()}\n`)).segments
  if (fenced.problems.length > 0) throw new OperationRefused(fenced.problems[0]?.message ?? 'What is pasted does not end.')
  return readSegments(blocks, draft)
}
function readSegments(segments: readonly Segment[], draft: Draft): Pasted {
  const own = withDefinitionsIn(draft.catalogue, segments)
  const kinds = own === draft.catalogue ? draft.kinds : own
  const taken = new Set<string>()
  const blocks = segments.slice(0, LIMITS.blocks).map((segment): Block => readBlock(segment, '', kinds, taken))
  const entries = blocks.filter((block): block is GraphBlock => block.type === 'graph').flatMap((block) => block.entries)
  const definitions = blocks.filter((block): block is DefinitionBlock => block.type === 'define')
  return {
    entries: entries.filter((entry) => nameFault(entry.id) === null && entry.kind !== ''),
    definitions: definitions.filter((block) => nameFault(block.name) === null),
    places: blocks.find((block) => block.type === 'layout')?.places ?? {},
  }
}

export function paste(draft: Draft, { sheet, region, text, place }: Extract<Operation, { op: 'paste' }>): void {
  const block = draft.sheet(sheet)
  const scope = { definition: block.type === 'define' ? block.name : null }
  const pasted = readPasted(text, draft)
  if (pasted.entries.length === 0)
    throw new OperationRefused('What is pasted holds no nodes.', 'Nodes are written as in a sheet: `id: kind@1`.')
  const definitions = addDefinitions(draft, block.id, pasted)
  const within = withinOf(draft, scope, region)
  const known = scope.definition === null ? draft.known : (draft.known.definitions.get(scope.definition) as Known)
  const ids = newIds(draft, scope, pasted.entries)
  const told = (ref: Ref): Ref | null => {
    const to = ids.get(ref.node)
    if (to !== undefined) return { node: to, port: ref.port }
    const found = find(known, within, ref)
    return found.at === 'port' ? ref : null
  }
  const reader = readerFor(withDefinitions(draft.catalogue, [...draft.blocks, ...pasted.definitions]), '\n')
  const column = region === undefined ? 0 : bodyMargin(draft.understood(addressed(scope, addressOf(region).id)).entry)
  const nodes = pasted.entries.map((entry) => {
    const copied = copyInto(reader, entry, { ids, told, definitions })
    return indented(copied.replaceAll('\n', draft.end), column)
  })
  insert(draft, block, region === undefined ? undefined : addressed(scope, addressOf(region).id), nodes.join(''))
  putPlaces(draft, scope, pasted, ids, place)
}

function insert(draft: Draft, block: ReturnType<Draft['sheet']>, region: string | undefined, text: string): void {
  if (region !== undefined) {
    const { node, facts } = draft.understood(region)
    draft.editEntry(region, (entry) => withInBody(entry, node, facts, text, draft.end))
    return
  }
  const now = draft.sheet(block.name)
  draft.setText(now.id, withEntryAt(now, draft.kinds, draft.end, now.entries.length, text))
}
function withinOf(draft: Draft, scope: { readonly definition: string | null }, region: string | undefined): readonly string[] {
  if (region === undefined) return []
  const around = draft.understood(addressed(scope, addressOf(region).id))
  if (!around.facts.region) throw new OperationRefused(`\`${region}\` has no body.`)
  return [...around.within, around.node.id]
}

function newIds(draft: Draft, scope: { readonly definition: string | null }, entries: readonly NodeEntry[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  const taken = new Set<string>()
  for (const { id } of deepEntries(entries)) {
    if (ids.has(id) || nameFault(id) !== null) continue
    let to = id
    const stem = id.replace(/-\d+$/, '').slice(0, 50)
    for (let count = 2; taken.has(to) || draft.hasNode(addressed(scope, to)); count++) to = `${stem}-${count}`
    taken.add(to)
    ids.set(id, to)
  }
  return ids
}

/** Definitions that are not here yet; one of the same name but another text gets another name. */
function addDefinitions(draft: Draft, below: string, { definitions, places }: Pasted): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const given of definitions) {
    const here = draft.blocks.find((block): block is DefinitionBlock => block.type === 'define' && block.name === given.name)
    if (here && meaning(here) === meaning(given)) continue
    let name = given.name
    for (let count = 2; draft.blocks.some((block) => (block.type === 'define' || block.type === 'graph') && block.name === name); count++)
      name = `${given.name.slice(0, 50)}-${count}`
    names.set(given.name, name)
  }
  for (const given of definitions) {
    const name = names.get(given.name)
    if (name === undefined) continue
    const kinds = withDefinitions(draft.catalogue, [...draft.blocks, ...definitions])
    const reader = readerFor(kinds, '\n')
    const led = (ref: Ref): Ref => (ref.node === given.name ? { node: name, port: ref.port } : ref)
    const nodes = given.entries.map((entry) => copyInto(reader, entry, { ids: new Map(), told: led, definitions: names }))
    const header = given.header.map((field) => field.source.replaceAll(`${given.name}.`, `${name}.`)).join('')
    const body = header + nodes.join('') + (given.tail ?? '')
    const fence = fenceFor(body)
    const text = `${fence}graph ${name} define\n${body}${fence}`.replaceAll('\n', draft.end)
    draft.insertDefinition(below, { name, text })
    for (const [id, place] of Object.entries(places))
      if (id.startsWith(`${given.name}/`)) setPlace(draft, `${name}/${id.slice(given.name.length + 1)}`, place)
  }
  return names
}
const meaning = (block: DefinitionBlock): string =>
  (block.source ?? '')
    .split(lineEndOf(block.source ?? ''))
    .map(withoutEnd)
    .join('\n')

function putPlaces(
  draft: Draft,
  scope: { readonly definition: string | null },
  { entries, places }: Pasted,
  ids: ReadonlyMap<string, string>,
  place: readonly [number, number] | undefined,
): void {
  const outer = entries.flatMap(({ id }) => (places[id] ? [places[id]] : []))
  const corner = [Math.min(...outer.map(([column]) => column)), Math.min(...outer.map(([, row]) => row))] as const
  const shift = place && outer.length > 0 ? ([place[0] - corner[0], place[1] - corner[1]] as const) : ([0, 0] as const)
  const top = new Set(entries.map((entry) => entry.id))
  for (const [id, to] of ids) {
    const at = places[id]
    if (at) setPlace(draft, addressed(scope, to), top.has(id) ? [at[0] + shift[0], at[1] + shift[1]] : at)
  }
  const [first] = entries
  if (place && outer.length === 0 && first) setPlace(draft, addressed(scope, ids.get(first.id) ?? first.id), place)
}
