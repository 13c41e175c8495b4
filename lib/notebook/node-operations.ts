/* Operations on nodes and wires. Each edits the text of the nodes it concerns and of nothing else. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { renameInOutputs } from './definition-edit'
import { renameInDirectives } from './directives'
import { addressed, addressOf, Draft, OperationRefused, type Address } from './draft'
import { deepEntries } from './entry-tree'
import {
  bodyMargin,
  marginOf,
  sameRef,
  withEntryAt,
  withField,
  withFieldRenamed,
  withHeadId,
  withInBody,
  withoutSources,
  withSourceRenamed,
  withWires,
} from './edit'
import { closesCircle, wireFault, wiresOf } from './wires'
import { deepNodes } from './graph-of'
import { placeOf, type KnownNode } from './known'
import { layoutText, withPlace } from './layout-block'
import { nameFault } from './names'
import type { Handlers } from './handlers'
import type { NodeEntry, Operation } from './types'
import { tellProse } from './prose'
import { sameJson } from './same-json'
import { nodeText, paramLines, paramWireLine } from './write'

type NodeOperation = 'add-node' | 'remove-node' | 'rename-node' | 'set-param' | 'wire-param' | 'connect' | 'disconnect' | 'move-node'

export const NODE_OPERATIONS: Handlers<NodeOperation> = {
  'add-node': addNode,
  'remove-node': (draft, { id }) => {
    draft.entry(id)
    removeNodes(draft, new Set([id]))
  },
  'rename-node': renameNode,
  'set-param': setParam,
  'wire-param': wireParam,
  connect,
  disconnect,
  'move-node': (draft, { id, place }) => {
    draft.entry(id)
    setPlace(draft, id, place)
  },
}

export function freeId(draft: Draft, id: string): void {
  const { id: own } = addressOf(id)
  const fault = nameFault(own)
  if (fault) throw new OperationRefused(`The id \`${own}\` ${fault}.`)
  if (draft.hasNode(id)) throw new OperationRefused(`There is already a node \`${own}\`.`, 'Ids are unique in the whole notebook.')
}

function addNode(draft: Draft, operation: Extract<Operation, { op: 'add-node' }>): void {
  const { node, sheet, region, place, index } = operation
  const block = draft.sheet(sheet)
  const scope = { definition: block.type === 'define' ? block.name : null }
  for (const each of [node, ...deepNodes(node.body ?? new Map())]) mayAdd(draft, addressed(scope, each.id), each)
  const given = withVersions(draft, node)
  if (region === undefined) {
    const at = clamp(index ?? block.entries.length, 0, block.entries.length)
    draft.setText(block.id, withEntryAt(block, draft.kinds, draft.end, at, nodeText(given, draft)))
  } else {
    const around = draft.understood(addressed(scope, addressOf(region).id))
    if (!around.facts.region) throw new OperationRefused(`\`${region}\` has no body.`)
    const margin = bodyMargin(around.entry)
    draft.editEntry(region, (entry) => withInBody(entry, around.node, around.facts, nodeText(given, draft, margin), draft.end, index))
  }
  for (const each of [node, ...deepNodes(node.body ?? new Map())]) keptParams(draft, addressed(scope, each.id), each)
  if (place) setPlace(draft, addressed(scope, node.id), place)
}
function mayAdd(draft: Draft, id: string, node: GraphNode): void {
  freeId(draft, id)
  const facts = draft.kinds.kind(node.kind)
  if (!facts) throw new OperationRefused(`There is no kind \`${node.kind}\`.`)
  for (const [name, value] of Object.entries(node.params)) {
    if (Object.hasOwn(facts.region?.entries ?? {}, name)) continue
    if (!facts.params.some((param) => param.name === name)) throw new OperationRefused(`\`${node.kind}\` has no param \`${name}\`.`)
    const fault = facts.checkParam(name, value)
    if (fault !== null) throw new OperationRefused(`${node.id}: ${fault}`)
  }
}
function withVersions(draft: Draft, node: GraphNode): GraphNode {
  const version = draft.kinds.kind(node.kind)?.version ?? node.version
  if (!node.body) return { ...node, version }
  return { ...node, version, body: new Map([...node.body].map(([id, inner]) => [id, withVersions(draft, inner)])) }
}
function keptParams(draft: Draft, id: string, node: GraphNode): void {
  for (const param of draft.kinds.kind(node.kind)?.params ?? []) {
    const value = Object.hasOwn(node.params, param.name) ? node.params[param.name] : undefined
    if (value !== undefined && !sameJson(value, param.default) && !Object.hasOwn(node.paramWires, param.name))
      keptAsGiven(draft, id, param.name, value)
  }
}
const clamp = (value: number, from: number, to: number): number => Math.min(to, Math.max(from, Math.trunc(value)))

/** Takes nodes out with their bodies, wires and places. Also used when a whole sheet goes. */
export function removeNodes(draft: Draft, ids: ReadonlySet<string>): void {
  const [first = ''] = ids
  const scope = addressOf(first)
  const local = new Set([...ids].map((id) => addressOf(id).id))
  const gone = new Set<string>()
  for (const block of draft.blocksOf(scope))
    for (const entry of deepEntries(block.entries)) if (local.has(entry.id)) for (const each of deepEntries([entry])) gone.add(each.id)
  const firstOf = new Set<string>()
  draft.mapEntries(scope, (entry, original) => {
    if (local.has(entry.id) && !firstOf.has(entry.id)) {
      firstOf.add(entry.id)
      return null
    }
    return unwired(draft, scope, entry, original, gone)
  })
  for (const id of gone) if (Object.hasOwn(draft.layout()?.places ?? {}, addressed(scope, id))) setPlace(draft, addressed(scope, id), null)
}
function unwired(draft: Draft, scope: Address, entry: NodeEntry, original: NodeEntry, gone: ReadonlySet<string>): string | null {
  const known = entry.node ? draft.knownAround(addressed(scope, entry.id)).nodes.get(entry.id) : undefined
  if (!known || known.entry !== original || !wiresOf(known.node).some((wire) => gone.has(wire.from.node))) return entry.source
  return withoutSources(entry, known.node, known.facts, gone, draft.end)
}

function renameNode(draft: Draft, { id, to }: Extract<Operation, { op: 'rename-node' }>): void {
  const target = draft.entry(id).entry
  const scope = addressOf(id)
  const name = addressOf(to).id
  if (scope.id === name) return
  freeId(draft, addressed(scope, name))
  draft.mapEntries(scope, (entry, original) => {
    const facts = entry.node ? draft.kinds.kind(entry.node.kind) : undefined
    const reads = entry.node && facts && wiresOf(entry.node).some((wire) => wire.from.node === scope.id)
    const source = reads ? withSourceRenamed(entry, entry.node, facts, scope.id, name, draft.end) : entry.source
    if (original !== target) return source
    // a node wired to itself changes in both places
    return withHeadId(entry, source ?? '', name)
  })
  if (scope.definition === null) renameInProse(draft, scope.id, name)
  else {
    renameInOutputs(draft, scope.definition, scope.id, name)
    tellProse(draft, (path) => renamedPath(draft, path, scope, name))
  }
  const place = draft.layout()?.places[id]
  if (!place) return
  setPlace(draft, id, null)
  setPlace(draft, addressed(scope, name), place)
}
/** Prose names a definition's node by way of its uses. */
function renamedPath(draft: Draft, path: string, { definition, id }: Address, to: string): string | undefined {
  const place = path.includes('/') ? placeOf(draft.known, path) : null
  return place?.known.self?.name === definition && place.id === id ? path.slice(0, path.length - id.length) + to : undefined
}
function renameInProse(draft: Draft, id: string, to: string): void {
  tellProse(draft, (path) => (path === id ? to : undefined))
  for (const block of draft.blocks) {
    if (block.type !== 'prose') continue
    const text = renameInDirectives(block.text, id, to)
    if (text !== block.text) draft.setText(block.id, text)
  }
}

export function setPlace(draft: Draft, id: string, place: readonly [number, number] | null): void {
  if (place && !place.every(Number.isSafeInteger)) throw new OperationRefused(`A place is two whole numbers; ${place.join(', ')} is not.`)
  const layout = draft.layout()
  if (layout) {
    draft.setLayout(layout, withPlace(layout, id, place))
    return
  }
  if (!place) return
  draft.appendBlock({ type: 'layout', id: draft.newId(), places: { [id]: place }, source: layoutText({ [id]: place }, draft.end), line: 1 })
}

function setParam(draft: Draft, { id, param, value }: Extract<Operation, { op: 'set-param' }>): void {
  const { entry, node, facts } = draft.understood(id)
  if (Object.hasOwn(facts.region?.entries ?? {}, param)) throw new OperationRefused(`\`${param}\` of \`${id}\` is set entry by entry.`)
  const spec = facts.params.find((candidate) => candidate.name === param)
  if (!spec) throw new OperationRefused(`\`${node.kind}\` has no param \`${param}\`.`)
  const fault = value === undefined ? null : facts.checkParam(param, value)
  if (fault !== null) throw new OperationRefused(`${id}: ${fault}`)
  const leave = value === undefined || sameJson(value, spec.default)
  const lines = leave ? null : paramLines(param, value, spec.reads, marginOf(entry), draft.end)
  const text = withField(entry, node, facts, param, lines)
  replace(draft, id, text)
  const { [param]: _old, ...others } = node.params
  if (!leave) keptAsGiven(draft, id, param, value)
  followPorts(draft, id, node, { ...node, params: value === undefined ? others : { ...others, [param]: value } })
}

/** A value that the file could not give back (a number without end, a forbidden key) is refused. */
function keptAsGiven(draft: Draft, id: string, param: string, value: Json): void {
  const read = draft.entry(id).entry.node?.params[param]
  if (!sameJson(read, value)) throw new OperationRefused(`${id}: a file cannot hold this value of \`${param}\`.`)
}

/**
 * Some kinds make their ports from a param. When one wired port goes as one comes, it was renamed, and its wire follows;
 * a wire whose port is gone goes with it, or the node could not be mended without its source.
 */
function followPorts(draft: Draft, id: string, before: GraphNode, after: GraphNode): void {
  const facts = draft.kinds.kind(before.kind)
  if (!facts) return
  const old = Object.keys(facts.ports(before.params, before.entryWires).inputs)
  const now = Object.keys(facts.ports(after.params, after.entryWires).inputs)
  const gone = old.filter((name) => !now.includes(name))
  const wired = gone.filter((name) => Object.hasOwn(before.inputs, name))
  if (wired.length === 0) return
  const came = now.filter((name) => !old.includes(name))
  draft.editEntry(id, (entry) => {
    const [from = ''] = wired
    const [to = ''] = came
    if (gone.length === 1 && came.length === 1 && nameFault(to) === null && !entry.fields?.some((field) => field.name === to))
      return withFieldRenamed(entry, from, to)
    return withoutFields(entry, wired)
  })
}
export const withoutFields = (entry: NodeEntry, names: readonly string[]): string =>
  (entry.lead ?? '') + (entry.head ?? '') + (entry.fields ?? []).map((field) => (names.includes(field.name) ? '' : field.source)).join('')

function wireParam(draft: Draft, { id, param, from }: Extract<Operation, { op: 'wire-param' }>): void {
  const { entry, node, facts } = draft.understood(id)
  if (!facts.params.some((candidate) => candidate.name === param)) throw new OperationRefused(`\`${node.kind}\` has no param \`${param}\`.`)
  if (from === null) {
    if (Object.hasOwn(node.paramWires, param)) replace(draft, id, withField(entry, node, facts, param, null))
    return
  }
  const source = plain(from)
  mayWire(draft, source, { node: id, port: param }, true)
  replace(draft, id, withField(entry, node, facts, param, paramWireLine(param, source, marginOf(entry), draft.end)))
}

function connect(draft: Draft, { from: given, to, index }: Extract<Operation, { op: 'connect' }>): void {
  const from = plain(given)
  const { entry, node, facts, ports } = draft.understood(to.node)
  const port = Object.hasOwn(ports.inputs, to.port) ? ports.inputs[to.port] : undefined
  if (!port) throw new OperationRefused(`\`${to.node}\` has no input \`${to.port}\`.`)
  mayWire(draft, from, to, false)
  const refs = [...(node.inputs[to.port] ?? [])]
  if (port.arity === 'many') refs.splice(clamp(index ?? refs.length, 0, refs.length), 0, from)
  else refs.splice(0, refs.length, from)
  replace(draft, to.node, withWires(entry, node, facts, to.port, refs, draft.end))
}

function disconnect(draft: Draft, { from: given, to }: Extract<Operation, { op: 'disconnect' }>): void {
  const from = plain(given)
  const { entry, node, facts } = draft.understood(to.node)
  const refs = node.inputs[to.port] ?? []
  const at = refs.findIndex((ref) => sameRef(ref, from))
  if (at < 0) throw new OperationRefused(`There is no wire from \`${refText(from)}\` to \`${refText(to)}\`.`)
  replace(draft, to.node, withWires(entry, node, facts, to.port, refs.toSpliced(at, 1), draft.end))
}

/** A source named with its definition is the same within it. */
export const plain = (ref: Ref): Ref => ({ node: addressOf(ref.node).id, port: ref.port })

/** Refuses a wire to nowhere, into a body, of the wrong type, or that would close a circle. */
export function mayWire(draft: Draft, from: Ref, to: Ref, param: boolean, field = to.port): void {
  const known = draft.knownAround(to.node)
  const { id } = addressOf(to.node)
  const inside = isInside(known.nodes.get(id), field)
  const fault = wireFault({ to: id, name: to.port, from, param, field, inside }, known)
  if (fault) throw new OperationRefused(fault.message, fault.hint)
  if (!known.nodes.has(from.node) && known.self?.name !== from.node)
    throw new OperationRefused(`Node \`${from.node}\` is not understood, so nothing can be wired from it.`)
  if (closesCircle(known, from, id, inside))
    throw new OperationRefused(
      `\`${from.node}\` already reads from \`${id}\`: this wire would close a circle.`,
      'Repetition is done by `loop`.',
    )
}
function isInside(consumer: KnownNode | undefined, field: string): boolean {
  const region = consumer?.facts.region
  return region !== undefined && (region.insideParams.includes(field) || region.entries[field]?.from === 'inside')
}

export const replace = (draft: Draft, id: string, text: string): void => draft.editEntry(id, () => text)
