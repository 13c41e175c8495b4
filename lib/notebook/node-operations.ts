/* Operations on nodes and wires. Each edits the text of the nodes it concerns and of nothing else. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { renameInDirectives } from './directives'
import { Draft, OperationRefused } from './draft'
import {
  marginOf,
  sameRef,
  withEntryAt,
  withField,
  withFieldRenamed,
  withHeadId,
  withoutSources,
  withSourceRenamed,
  withWires,
} from './edit'
import { wireFault, wiresOf } from './graph-check'
import { layoutText, withPlace } from './layout-block'
import { nameFault } from './names'
import type { Handlers } from './handlers'
import type { NodeEntry, Operation } from './types'
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

function freeId(draft: Draft, id: string): void {
  const fault = nameFault(id)
  if (fault) throw new OperationRefused(`The id \`${id}\` ${fault}.`)
  if (draft.hasNode(id)) throw new OperationRefused(`There is already a node \`${id}\`.`, 'Ids are unique in the whole notebook.')
}

function addNode(draft: Draft, operation: Extract<Operation, { op: 'add-node' }>): void {
  const { node, sheet, place, index } = operation
  const block = draft.sheet(sheet)
  freeId(draft, node.id)
  const facts = draft.kinds.kind(node.kind)
  if (!facts) throw new OperationRefused(`There is no kind \`${node.kind}\`.`)
  for (const [name, value] of Object.entries(node.params)) {
    if (!facts.params.some((param) => param.name === name)) throw new OperationRefused(`\`${node.kind}\` has no param \`${name}\`.`)
    const fault = facts.checkParam(name, value)
    if (fault !== null) throw new OperationRefused(`${node.id}: ${fault}`)
  }
  const at = clamp(index ?? block.entries.length, 0, block.entries.length)
  draft.setText(block.id, withEntryAt(block, draft.kinds, draft.end, at, nodeText({ ...node, version: facts.version }, facts, draft.end)))
  for (const param of facts.params) {
    const value = Object.hasOwn(node.params, param.name) ? node.params[param.name] : undefined
    if (value !== undefined && !sameJson(value, param.default) && !Object.hasOwn(node.paramWires, param.name))
      keptAsGiven(draft, node.id, param.name, value)
  }
  if (place) setPlace(draft, node.id, place)
}
const clamp = (value: number, from: number, to: number): number => Math.min(to, Math.max(from, Math.trunc(value)))

/** Takes nodes out with their wires and places. Also used when a whole sheet goes. */
export function removeNodes(draft: Draft, gone: ReadonlySet<string>): void {
  const firstOf = new Set<string>()
  draft.mapEntries((entry) => {
    if (gone.has(entry.id) && !firstOf.has(entry.id)) {
      firstOf.add(entry.id)
      return null
    }
    return unwired(draft, entry, gone)
  })
  for (const id of gone) if (Object.hasOwn(draft.layout()?.places ?? {}, id)) setPlace(draft, id, null)
}
function unwired(draft: Draft, entry: NodeEntry, gone: ReadonlySet<string>): string | null {
  const known = entry.node ? draft.known.nodes.get(entry.id) : undefined
  if (!known || known.entry !== entry || !wiresOf(known.node).some((wire) => gone.has(wire.from.node))) return entry.source
  return withoutSources(entry, known.node, gone, draft.end)
}

function renameNode(draft: Draft, { id, to }: Extract<Operation, { op: 'rename-node' }>): void {
  const target = draft.entry(id).entry
  if (id === to) return
  freeId(draft, to)
  draft.mapEntries((entry) => {
    const reads = entry.node && wiresOf(entry.node).some((wire) => wire.from.node === id)
    const source = reads ? withSourceRenamed(entry, id, to) : entry.source
    if (entry !== target) return source
    // a node wired to itself changes in both places
    return withHeadId(entry, source ?? '', to)
  })
  for (const block of draft.blocks) {
    if (block.type !== 'prose') continue
    const text = renameInDirectives(block.text, id, to)
    if (text !== block.text) draft.setText(block.id, text)
  }
  const place = draft.layout()?.places[id]
  if (!place) return
  setPlace(draft, id, null)
  setPlace(draft, to, place)
}

function setPlace(draft: Draft, id: string, place: readonly [number, number] | null): void {
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
  const spec = facts.params.find((candidate) => candidate.name === param)
  if (!spec) throw new OperationRefused(`\`${node.kind}\` has no param \`${param}\`.`)
  const fault = value === undefined ? null : facts.checkParam(param, value)
  if (fault !== null) throw new OperationRefused(`${id}: ${fault}`)
  const leave = value === undefined || sameJson(value, spec.default)
  const lines = leave ? null : paramLines(param, value, facts, marginOf(entry), draft.end)
  const text = withField(entry, node, facts, param, lines)
  replace(draft, entry, text)
  const { [param]: _old, ...others } = node.params
  if (!leave) keptAsGiven(draft, id, param, value)
  followPorts(draft, node, { ...node, params: value === undefined ? others : { ...others, [param]: value } })
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
function followPorts(draft: Draft, before: GraphNode, after: GraphNode): void {
  const facts = draft.kinds.kind(before.kind)
  if (!facts) return
  const old = Object.keys(facts.ports(before.params).inputs)
  const now = Object.keys(facts.ports(after.params).inputs)
  const gone = old.filter((name) => !now.includes(name))
  const wired = gone.filter((name) => Object.hasOwn(before.inputs, name))
  if (wired.length === 0) return
  const came = now.filter((name) => !old.includes(name))
  draft.editEntry(before.id, (entry) => {
    const [from = ''] = wired
    const [to = ''] = came
    if (gone.length === 1 && came.length === 1 && nameFault(to) === null && !entry.fields?.some((field) => field.name === to))
      return withFieldRenamed(entry, from, to)
    return withoutFields(entry, wired)
  })
}
const withoutFields = (entry: NodeEntry, names: readonly string[]): string =>
  (entry.lead ?? '') + (entry.head ?? '') + (entry.fields ?? []).map((field) => (names.includes(field.name) ? '' : field.source)).join('')

function wireParam(draft: Draft, { id, param, from }: Extract<Operation, { op: 'wire-param' }>): void {
  const { entry, node, facts } = draft.understood(id)
  if (!facts.params.some((candidate) => candidate.name === param)) throw new OperationRefused(`\`${node.kind}\` has no param \`${param}\`.`)
  if (from === null) {
    if (Object.hasOwn(node.paramWires, param)) replace(draft, entry, withField(entry, node, facts, param, null))
    return
  }
  mayWire(draft, from, { node: id, port: param }, true)
  replace(draft, entry, withField(entry, node, facts, param, paramWireLine(param, from, marginOf(entry), draft.end)))
}

function connect(draft: Draft, { from, to, index }: Extract<Operation, { op: 'connect' }>): void {
  const { entry, node, facts, ports } = draft.understood(to.node)
  const port = Object.hasOwn(ports.inputs, to.port) ? ports.inputs[to.port] : undefined
  if (!port) throw new OperationRefused(`\`${to.node}\` has no input \`${to.port}\`.`)
  mayWire(draft, from, to, false)
  const refs = [...(node.inputs[to.port] ?? [])]
  if (port.arity === 'many') refs.splice(clamp(index ?? refs.length, 0, refs.length), 0, from)
  else refs.splice(0, refs.length, from)
  replace(draft, entry, withWires(entry, node, facts, to.port, refs, draft.end))
}

function disconnect(draft: Draft, { from, to }: Extract<Operation, { op: 'disconnect' }>): void {
  const { entry, node, facts } = draft.understood(to.node)
  const refs = node.inputs[to.port] ?? []
  const at = refs.findIndex((ref) => sameRef(ref, from))
  if (at < 0) throw new OperationRefused(`There is no wire from \`${refText(from)}\` to \`${refText(to)}\`.`)
  replace(draft, entry, withWires(entry, node, facts, to.port, refs.toSpliced(at, 1), draft.end))
}

/** Refuses a wire to nowhere, of the wrong type, or that would close a circle. */
function mayWire(draft: Draft, from: Ref, to: Ref, param: boolean): void {
  const fault = wireFault({ to: to.node, name: to.port, from, param }, draft.known)
  if (fault) throw new OperationRefused(fault.message, fault.hint)
  if (!draft.known.nodes.has(from.node))
    throw new OperationRefused(`Node \`${from.node}\` is not understood, so nothing can be wired from it.`)
  if (dependsOn(draft, from.node, to.node))
    throw new OperationRefused(`\`${from.node}\` already reads from \`${to.node}\`: this wire would close a circle.`)
}
function dependsOn(draft: Draft, id: string, on: string): boolean {
  const seen = new Set<string>()
  const open = [id]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === on) return true
    if (seen.has(at)) continue
    seen.add(at)
    const known = draft.known.nodes.get(at)
    if (known) for (const wire of wiresOf(known.node)) open.push(wire.from.node)
  }
  return false
}

const replace = (draft: Draft, entry: NodeEntry, text: string): void => draft.editEntry(entry.id, () => text)
