/* Operations on regions: around nodes and away again, into a body and out of it. What is read across the wall is kept or let go. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { addressed, addressOf, Draft, OperationRefused } from './draft'
import { bodyMargin, indented, withField, withInBody, type Told } from './edit'
import { entering, groupOf, idsText, leaving, namesFor, tell, type Group } from './groups'
import type { Handlers } from './handlers'
import type { KnownNode } from './known'
import { indentOf } from './lines'
import { freeId, setPlace } from './node-operations'
import { entriesLine, nodeText } from './write'
import type { NodeEntry, Operation } from './types'

type RegionOperation = 'wrap' | 'unwrap' | 'move-into' | 'move-out'

export const REGION_OPERATIONS: Handlers<RegionOperation> = { wrap, unwrap, 'move-into': moveInto, 'move-out': moveOut }

const sourcesOf = (members: readonly KnownNode[]): string => members.map(({ entry }) => entry.source ?? '').join('')
const columnOf = ({ entry }: KnownNode): number => indentOf(entry.head ?? '')
const keptOf = (refs: readonly Ref[], names: ReadonlyMap<string, string>): Record<string, readonly Ref[]> =>
  Object.fromEntries(refs.map((ref) => [names.get(refText(ref)) ?? ref.port, [ref]]))

function wrap(draft: Draft, { ids, region }: Extract<Operation, { op: 'wrap' }>): void {
  const group = groupOf(draft, ids)
  const facts = draft.kinds.kind(region.kind)
  if (!facts?.region) throw new OperationRefused(`\`${region.kind}\` is not a region.`)
  const { id } = addressOf(region.id)
  freeId(draft, addressed(group.scope, id))
  for (const { name, required } of facts.params)
    if (required && region.params?.[name] === undefined && !facts.region.insideParams.includes(name))
      throw new OperationRefused(`\`${region.kind}\` needs \`${name}\`.`)
  const read = leaving(group).map(({ wire }) => wire.from)
  const names = namesFor(read)
  const node: GraphNode = {
    id,
    kind: region.kind,
    version: facts.version,
    params: region.params ?? {},
    paramWires: {},
    inputs: {},
    body: new Map(),
    ...(read.length > 0 ? { entryWires: { keep: keptOf(read, names) } } : {}),
  }
  const [first] = group.members
  const column = first ? columnOf(first) : 0
  const text = nodeText(node, draft, column) + indented(sourcesOf(group.members), 4)
  tell(
    draft,
    group.scope,
    (ref, consumer) => (group.ids.has(consumer) ? undefined : keptAs(ref, group, names, id)),
    (entry) => replaced(entry, group, text),
  )
  nestPlaces(draft, group, id)
}
const keptAs = (ref: Ref, { ids }: Group, names: ReadonlyMap<string, string>, region: string): Ref | undefined => {
  const name = ids.has(ref.node) ? names.get(refText(ref)) : undefined
  return name === undefined ? undefined : { node: region, port: name }
}
/** The first of the group becomes the text, the others go. */
function replaced(entry: NodeEntry, { members }: Group, text: string): string | null {
  const at = members.findIndex(({ node }) => node.id === entry.id)
  return at < 0 ? entry.source : at === 0 ? text : null
}

/** Inside a region places count from its corner, so that moving it moves its body. */
function nestPlaces(draft: Draft, { scope, members }: Group, region: string, corner?: readonly [number, number]): void {
  const placed = members.flatMap(({ node }) => {
    const place = placeOf(draft, addressed(scope, node.id))
    return place ? [{ id: node.id, place }] : []
  })
  if (placed.length === 0) return
  const origin = corner ?? ([Math.min(...placed.map(({ place }) => place[0])), Math.min(...placed.map(({ place }) => place[1]))] as const)
  if (!corner) setPlace(draft, addressed(scope, region), origin)
  for (const { id, place } of placed) setPlace(draft, addressed(scope, id), [place[0] - origin[0], place[1] - origin[1]])
}
const placeOf = (draft: Draft, id: string): readonly [number, number] | undefined => draft.layout()?.places[id]

function unwrap(draft: Draft, { id }: Extract<Operation, { op: 'unwrap' }>): void {
  const region = draft.understood(id)
  if (!region.facts.region) throw new OperationRefused(`\`${id}\` has no body.`)
  const scope = addressOf(id)
  const group = bodyGroup(draft, id, region)
  tell(
    draft,
    scope,
    (ref, consumer, { field }) => {
      if (ref.node !== scope.id) return undefined
      return group.ids.has(consumer) ? currentValue(region, ref.port, field.role === 'param-wire') : lastValue(region, ref.port)
    },
    (entry, original) => (original === region.entry ? (entry.lead ?? '') + bodyText(entry, columnOf(region)) : entry.source),
  )
  const corner = placeOf(draft, id)
  if (corner) setPlace(draft, id, null)
  liftPlaces(draft, group, corner ?? [0, 0])
}
/** Everything directly in a body, as a group. */
function bodyGroup(draft: Draft, id: string, region: KnownNode): Group {
  const scope = addressOf(id)
  const inner = [...(region.node.body?.keys() ?? [])].filter((each) => draft.knownAround(id).nodes.has(each))
  const ids = new Set(inner)
  if (inner.length > 0)
    return groupOf(
      draft,
      inner.map((each) => addressed(scope, each)),
    )
  return { scope, block: draft.entry(id).block, known: draft.knownAround(id), within: [], members: [], ids }
}
function bodyText(entry: NodeEntry, column: number): string {
  const field = entry.fields?.find((each) => each.role === 'body')
  if (!entry.body || !field) return ''
  return indented(field.source.slice(entry.body.open.length), column - bodyMargin(entry))
}
function liftPlaces(draft: Draft, { scope, members }: Group, corner: readonly [number, number]): void {
  for (const { node } of members) {
    const place = placeOf(draft, addressed(scope, node.id))
    if (place) setPlace(draft, addressed(scope, node.id), [place[0] + corner[0], place[1] + corner[1]])
  }
}

/** What a current value is where nothing repeats: what was carried in, the first of an axis; else nothing. */
function currentValue({ node }: KnownNode, name: string, param: boolean): Told {
  const carried = node.entryWires?.['carry']?.[name]?.[0]
  if (carried) return carried
  const wires = node.entryWires?.['axes']?.[name] ?? []
  if (wires.length > 1) return wires[0] ?? null
  const first = firstOf(axisOf(node.params['axes'], name))
  return param && first !== undefined ? { value: first } : null
}
const axisOf = (axes: Json | undefined, name: string): Json | undefined =>
  typeof axes === 'object' && axes !== null && !Array.isArray(axes) ? (axes as { readonly [key: string]: Json })[name] : undefined
function firstOf(axis: Json | undefined): Json | undefined {
  if (Array.isArray(axis)) return (axis as readonly Json[])[0]
  if (typeof axis === 'object' && axis !== null && 'from' in axis) return (axis as { readonly from: Json }).from
  return undefined
}
function lastValue({ node }: KnownNode, name: string): Told {
  const kept = node.entryWires?.['keep']?.[name]?.[0] ?? node.entryWires?.['next']?.[name]?.[0]
  if (!kept) return node.entryWires?.['carry']?.[name]?.[0] ?? null
  return kept.node === node.id ? currentValue({ node } as KnownNode, kept.port, false) : kept
}

function moveInto(draft: Draft, { ids, region: given }: Extract<Operation, { op: 'move-into' }>): void {
  const group = groupOf(draft, ids)
  const { id } = addressOf(given)
  const region = draft.understood(addressed(group.scope, id))
  if (!region.facts.region) throw new OperationRefused(`\`${id}\` has no body.`)
  if (group.ids.has(id)) throw new OperationRefused(`\`${id}\` cannot go into its own body.`)
  if (draft.entry(addressed(group.scope, id)).block !== group.block || region.within.join() !== group.within.join())
    throw new OperationRefused(`${idsText(ids)} and \`${id}\` do not stand beside each other.`)
  const outside = leaving(group).filter(({ consumer }) => !within(consumer, id) && consumer.node.id !== id)
  const read = outside.map(({ wire }) => wire.from)
  const before = region.node.entryWires?.['keep'] ?? {}
  const names = namesFor(read, [...Object.keys(before), ...Object.keys(region.ports.outputs)])
  const keep = { ...before, ...keptOf(read, names) }
  const text = indented(sourcesOf(group.members), bodyMargin(region.entry) - columnOf(group.members[0]!))
  const outsiders = new Set(outside.map(({ consumer }) => consumer.node.id))
  tell(
    draft,
    group.scope,
    (ref, consumer) => (outsiders.has(consumer) ? keptAs(ref, group, names, id) : undefined),
    (entry, original) => {
      if (original === region.entry) return filled(draft, region, entry, text, read.length > 0 ? keep : null)
      return group.members.some(({ node }) => node.id === entry.id) ? null : entry.source
    },
  )
  nestPlaces(draft, group, id, placeOf(draft, addressed(group.scope, id)) ?? [0, 0])
}
const within = ({ within: around }: KnownNode, region: string): boolean => around.includes(region)

/** The region with text at the end of its body and, where given, other values kept. */
function filled(
  draft: Draft,
  { node, facts }: KnownNode,
  entry: NodeEntry,
  text: string,
  keep: Record<string, readonly Ref[]> | null,
): string {
  const inside = draft.reread(entry, withInBody(entry, node, facts, text, draft.end))
  if (!keep) return inside.source ?? ''
  const line = entriesLine('keep', undefined, keep, bodyMargin(entry) - 2, draft.end)
  return withField(inside, node, facts, 'keep', line)
}

function moveOut(draft: Draft, { ids }: Extract<Operation, { op: 'move-out' }>): void {
  const group = groupOf(draft, ids)
  const id = group.within.at(-1)
  if (id === undefined) throw new OperationRefused(`${idsText(ids)} ${ids.length === 1 ? 'is' : 'are'} not in a body.`)
  const region = draft.understood(addressed(group.scope, id))
  refuseCut(group)
  const column = columnOf(region)
  const lifted: string[] = []
  tell(
    draft,
    group.scope,
    (ref, consumer, { field }) =>
      group.ids.has(consumer) && ref.node === id ? currentValue(region, ref.port, field.role === 'param-wire') : undefined,
    (entry, original) => {
      if (original === region.entry) return (entry.source ?? '') + lifted.join('')
      if (!group.members.some((member) => member.entry === original)) return entry.source
      lifted.push(indented(entry.source ?? '', column - indentOf(entry.head ?? '')))
      return null
    },
  )
  liftPlaces(draft, group, placeOf(draft, addressed(group.scope, id)) ?? [0, 0])
}
/** What stays in the body has one value for each iteration, so nothing outside can read it. */
function refuseCut(group: Group): void {
  const region = group.within.at(-1)
  for (const { wire, consumer } of entering(group)) {
    const source = group.known.nodes.get(wire.from.node)
    if (source && region !== undefined && source.within.includes(region))
      throw new OperationRefused(
        `\`${consumer.node.id}\` reads \`${refText(wire.from)}\`, which stays in the body of \`${region}\`.`,
        `Move \`${wire.from.node}\` out with it.`,
      )
  }
}
