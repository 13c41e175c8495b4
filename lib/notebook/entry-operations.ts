/* Operations on named wires, axes and settings of one node, and on the fields of scenes and pinned views. */
import type { Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { addressed, addressOf, Draft, OperationRefused } from './draft'
import { marginOf, withField } from './edit'
import { tell } from './groups'
import type { Handlers } from './handlers'
import type { KnownNode } from './known'
import { splitLines } from './lines'
import { nameFault } from './names'
import { mayWire, plain, replace } from './node-operations'
import { sameJson } from './same-json'
import { SCENE_FIELDS, VIEW_FIELDS } from './scene'
import { saysNothing, settingFault } from './settings'
import { entriesLine, paramLines, settingText } from './write'
import type { NodeEntry, Operation } from './types'

type EntryOperation = 'set-setting' | 'set-entry' | 'set-axis' | 'rename-entry' | 'set-field'

export const ENTRY_OPERATIONS: Handlers<EntryOperation> = {
  'set-setting': (draft, { id, setting, value }) => {
    const { entry, node, facts } = draft.understood(id)
    const fault = value === undefined ? null : settingFault(setting, value)
    if (fault !== null) throw new OperationRefused(`${id}: ${fault}`)
    const text = value === undefined ? '' : settingText(setting, value, marginOf(entry), draft.end)
    replace(draft, id, withField(entry, node, facts, setting, text === '' ? null : text))
    const read = draft.entry(id).entry.node?.settings?.[setting] as Json | undefined
    if (!sameJson(read, saysNothing(value) ? undefined : value))
      throw new OperationRefused(`${id}: a file cannot hold this value of \`${setting}\`.`)
  },
  'set-entry': setEntry,
  'set-axis': setAxis,
  'rename-entry': renameEntry,
  'set-field': setField,
}

type Wires = Readonly<Record<string, readonly Ref[]>>
const recordOf = (value: Json | undefined): { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Json }) : {}

function formOf(region: KnownNode, param: string) {
  const form = region.facts.region && Object.hasOwn(region.facts.region.entries, param) ? region.facts.region.entries[param] : undefined
  if (!form) throw new OperationRefused(`\`${param}\` of \`${region.node.id}\` is not made of named wires.`)
  return form
}
/** The region's text with all entries of one param written anew. */
function withEntries(
  entry: NodeEntry,
  { node, facts }: KnownNode,
  param: string,
  values: Json | undefined,
  wires: Wires,
  end: string,
): string {
  const line = entriesLine(param, values, wires, marginOf(entry), end)
  return withField(entry, node, facts, param, line === '' ? null : line)
}

function setEntry(draft: Draft, { id, param, name, wires: given }: Extract<Operation, { op: 'set-entry' }>): void {
  const region = draft.understood(id)
  const form = formOf(region, param)
  const fault = nameFault(name)
  if (fault !== null) throw new OperationRefused(`The name \`${name.slice(0, 60)}\` ${fault}.`)
  const { [name]: _old, ...others } = region.node.entryWires?.[param] ?? {}
  const values = form.wires === 'marked' ? region.node.params[param] : undefined
  const { [name]: _value, ...left } = recordOf(values)
  if (given === null) return replace(draft, id, withEntries(region.entry, region, param, values && left, others, draft.end))
  const refs = given.map(plain)
  if (refs.length === 0 || (form.wires === 'all' && refs.length > 1)) throw new OperationRefused(`\`${param}.${name}\` takes one wire.`)
  for (const ref of refs) mayWire(draft, ref, { node: id, port: `${param}.${name}` }, true, param)
  const wires = { ...region.node.entryWires?.[param], [name]: refs }
  const marked = form.wires === 'marked' ? { ...recordOf(values), [name]: null } : undefined
  replace(draft, id, withEntries(region.entry, region, param, marked, wires, draft.end))
}

function setAxis(draft: Draft, { id, name, value }: Extract<Operation, { op: 'set-axis' }>): void {
  const region = draft.understood(id)
  if (formOf(region, 'axes').wires !== 'marked') throw new OperationRefused(`\`${id}\` has no axes.`)
  if (value === undefined) return setEntry(draft, { op: 'set-entry', id, param: 'axes', name, wires: null })
  const fault = nameFault(name)
  if (fault !== null) throw new OperationRefused(`The name \`${name.slice(0, 60)}\` ${fault}.`)
  const { [name]: _wire, ...wires } = region.node.entryWires?.['axes'] ?? {}
  const axes = { ...recordOf(region.node.params['axes']), [name]: value }
  const said = region.facts.checkParam('axes', axes)
  if (said !== null) throw new OperationRefused(`${id}: ${said}`)
  replace(draft, id, withEntries(region.entry, region, 'axes', axes, wires, draft.end))
  if (!sameJson(recordOf(draft.entry(id).entry.node?.params['axes'])[name], value))
    throw new OperationRefused(`${id}: a file cannot hold these values of \`${name}\`.`)
}

/** Names of entries are read inside the body (what is carried, axes) and outside (what is kept or carried). */
function renameEntry(draft: Draft, { id, param, name, to }: Extract<Operation, { op: 'rename-entry' }>): void {
  const region = draft.understood(id)
  const form = formOf(region, param)
  const fault = nameFault(to)
  if (fault !== null) throw new OperationRefused(`The name \`${to.slice(0, 60)}\` ${fault}.`)
  const params = param === 'carry' || param === 'next' ? ['carry', 'next'] : [param]
  const has = (each: string, key: string) =>
    Object.hasOwn(region.node.entryWires?.[each] ?? {}, key) ||
    (form.wires === 'marked' && Object.hasOwn(recordOf(region.node.params[each]), key))
  if (!has(param, name)) throw new OperationRefused(`\`${id}\` has no \`${param}.${name}\`.`)
  if (name === to) return
  if (params.some((each) => has(each, to))) throw new OperationRefused(`\`${id}\` has a \`${param}.${to}\` already.`)
  const scope = addressOf(id)
  const inside = param !== 'keep'
  const outside = param !== 'axes'
  const reads = (consumer: string) => (isWithin(draft, addressed(scope, consumer), scope.id) ? inside : outside)
  const told = (ref: Ref, consumer: string, own: boolean): Ref | undefined =>
    ref.node === scope.id && ref.port === name && (own ? inside : reads(consumer)) ? { node: ref.node, port: to } : undefined
  tell(
    draft,
    scope,
    (ref, consumer, telling) => told(ref, consumer, consumer === scope.id && telling.inside),
    (entry, original) => (original === region.entry ? renamedEntries(draft, entry, region, params, name, to) : entry.source),
  )
}
const isWithin = (draft: Draft, consumer: string, region: string): boolean =>
  draft.knownAround(consumer).nodes.get(addressOf(consumer).id)?.within.includes(region) ?? false

function renamedEntries(draft: Draft, entry: NodeEntry, region: KnownNode, params: readonly string[], name: string, to: string): string {
  const key = (old: string) => (old === name ? to : old)
  const renamed = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).map(([old, value]) => [key(old), value]))
  let now = entry
  for (const param of params) {
    const node = now.node ?? region.node
    const wires = node.entryWires?.[param]
    const values = formOf(region, param).wires === 'marked' ? (node.params[param] ?? {}) : undefined
    if (!wires && values === undefined) continue
    const source = withEntries(now, { ...region, node }, param, values && renamed(recordOf(values)), renamed(wires ?? {}), draft.end)
    now = draft.reread(now, source)
  }
  return now.source ?? ''
}

function setField(draft: Draft, { block: id, field, value }: Extract<Operation, { op: 'set-field' }>): void {
  const block = draft.block(id)
  if (block.type !== 'scene' && block.type !== 'view') throw new OperationRefused(`Block \`${id}\` has no fields.`)
  const known = block.type === 'scene' ? SCENE_FIELDS : VIEW_FIELDS
  const reads = Object.hasOwn(known, field) ? known[field] : undefined
  if (reads === undefined) throw new OperationRefused(`A ${block.type} has no field \`${field.slice(0, 60)}\`.`)
  const lines = splitLines(block.source)
  const written = value === undefined ? '' : paramLines(field, value, reads, 0, draft.end)
  const order = Object.keys(known)
  const at = block.fields.findIndex((each) => each.name === field)
  const sources = block.fields.map((each) => each.source)
  if (at >= 0) sources.splice(at, 1, written)
  else sources.splice(block.fields.findLastIndex((each) => order.indexOf(each.name) < order.indexOf(field)) + 1, 0, written)
  const inside = block.fields.map((each) => each.source).join('')
  const open = lines[0] ?? ''
  draft.setText(id, open + sources.join('') + block.source.slice(open.length + inside.length))
}
