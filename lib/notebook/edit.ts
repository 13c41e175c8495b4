/* Changes to text: one field of a node, one node of a sheet, names inside wires. Everything around keeps its bytes. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { withBodySources } from './entry-tree'
import { indentOf, isBlank, splitLines } from './lines'
import { entriesLine, fieldOrder, graphText, inputLine, paramLines, paramWireLine, readsOf } from './write'
import type { DefinitionBlock, FieldEntry, GraphBlock, KindFacts, KindLookup, NodeEntry } from './types'

type Nodes = GraphBlock | DefinitionBlock

const fieldsOf = (entry: NodeEntry): readonly FieldEntry[] => entry.fields ?? []

/** Comments above a field's name, and the rest. */
function cut(field: FieldEntry): { lead: string; own: string } {
  const lines = splitLines(field.source)
  const first = lines.findIndex((line) => line.trimStart().startsWith(`${field.name}:`))
  return { lead: lines.slice(0, Math.max(0, first)).join(''), own: lines.slice(Math.max(0, first)).join('') }
}

/** How far the fields of a node are indented. */
export function marginOf(entry: NodeEntry): number {
  const field = fieldsOf(entry).find((candidate) => candidate.name !== '')
  return field ? indentOf(cut(field).own) : indentOf(entry.head ?? '') + 2
}

const sourceWith = (entry: NodeEntry, fields: readonly string[]): string => (entry.lead ?? '') + (entry.head ?? '') + fields.join('')

/** The node's text with one field written as `lines`, or without it. A new field takes its place in the order of the kind. */
export function withField(entry: NodeEntry, node: GraphNode, facts: KindFacts, name: string, lines: string | null): string {
  const fields = fieldsOf(entry)
  const at = fields.findIndex((field) => field.name === name)
  const sources = fields.map((field) => field.source)
  const existing = fields[at]
  if (existing) sources.splice(at, 1, ...(lines === null ? [] : [cut(existing).lead + lines]))
  else if (lines !== null) sources.splice(placeOf(fields, fieldOrder(node, facts), name), 0, lines)
  return sourceWith(entry, sources)
}
/** Behind the last field that comes before it in the order. */
function placeOf(fields: readonly FieldEntry[], order: readonly string[], name: string): number {
  const rank = order.indexOf(name)
  return fields.findLastIndex((field) => order.includes(field.name) && order.indexOf(field.name) < rank) + 1
}

/** The node's text with one field under another name. */
export function withFieldRenamed(entry: NodeEntry, from: string, to: string): string {
  return sourceWith(
    entry,
    fieldsOf(entry).map((field) => {
      if (field.name !== from) return field.source
      const { lead, own } = cut(field)
      return lead + own.replace(`${from}:`, `${to}:`)
    }),
  )
}

/** A node's text, `source`, with another id in its head. */
export function withHeadId(entry: NodeEntry, source: string, to: string): string {
  const at = (entry.lead ?? '').length
  return source.slice(0, at) + source.slice(at).replace(entry.id, to)
}

/** Where a wire comes from now: another source, a value in its place (params only), or nowhere. */
export type Told = Ref | { readonly value: Json } | null
export interface Telling {
  /** From within the body of the node itself. */
  readonly inside: boolean
  readonly field: FieldEntry
}
const isRef = (told: Told): told is Ref => told !== null && 'node' in told

/** The node's text with its wires told otherwise. Text params and comments are left alone. */
export function withSources(
  entry: NodeEntry,
  node: GraphNode,
  told: (ref: Ref, telling: Telling) => Told,
  facts: KindFacts,
  end: string,
): string {
  const margin = marginOf(entry)
  const sources = fieldsOf(entry).map((field) => {
    if (field.role === 'entries') return toldEntries(field, node, told, facts, margin, end)
    if (field.role === 'input') return toldInput(field, node.inputs[field.name] ?? [], told, margin, end)
    const wire = field.role === 'param-wire' ? node.paramWires[field.name] : undefined
    return wire ? toldParam(field, wire, told, facts, margin, end) : field.source
  })
  return sourceWith(entry, sources)
}
const sameRefs = (a: readonly Ref[], b: readonly Ref[]): boolean =>
  a.length === b.length && a.every((ref, at) => b[at] !== undefined && sameRef(ref, b[at]))

function toldInput(
  field: FieldEntry,
  refs: readonly Ref[],
  told: (ref: Ref, telling: Telling) => Told,
  margin: number,
  end: string,
): string {
  const after = refs.map((ref) => told(ref, { inside: false, field })).filter(isRef)
  if (sameRefs(refs, after)) return field.source
  return after.length === 0 ? '' : cut(field).lead + inputLine(field.name, after, margin, end)
}
function toldParam(
  field: FieldEntry,
  wire: Ref,
  told: (ref: Ref, telling: Telling) => Told,
  facts: KindFacts,
  margin: number,
  end: string,
): string {
  const { name } = field
  const after = told(wire, { inside: facts.region?.insideParams.includes(name) ?? false, field })
  if (after === null) return ''
  if (!isRef(after)) {
    if (facts.checkParam(name, after.value) !== null) return ''
    return cut(field).lead + paramLines(name, after.value, readsOf(facts, name), margin, end)
  }
  return sameRef(wire, after) ? field.source : cut(field).lead + paramWireLine(name, after, margin, end)
}
function toldEntries(
  field: FieldEntry,
  node: GraphNode,
  told: (ref: Ref, telling: Telling) => Told,
  facts: KindFacts,
  margin: number,
  end: string,
): string {
  const { name } = field
  const form = facts.region?.entries[name]
  const before = Object.entries(node.entryWires?.[name] ?? {})
  const after = before.map(
    ([entryName, refs]) => [entryName, refs.map((ref) => told(ref, { inside: form?.from === 'inside', field })).filter(isRef)] as const,
  )
  if (before.every(([, refs], at) => sameRefs(refs, after[at]?.[1] ?? []))) return field.source
  const values = form?.wires === 'marked' ? withoutLost(node.params[name], before, after) : undefined
  const line = entriesLine(name, values, Object.fromEntries(after.filter(([, refs]) => refs.length > 0)), margin, end)
  return line === '' ? '' : cut(field).lead + line
}
/** An axis whose wires are gone goes with them. */
function withoutLost(
  values: Json | undefined,
  before: readonly (readonly [string, readonly Ref[]])[],
  after: readonly (readonly [string, readonly Ref[]])[],
): Json {
  const lost = new Set(before.filter(([, refs], at) => refs.length > 0 && after[at]?.[1].length === 0).map(([name]) => name))
  const given = typeof values === 'object' && values !== null && !Array.isArray(values) ? (values as { readonly [key: string]: Json }) : {}
  return Object.fromEntries(Object.entries(given).filter(([name]) => !lost.has(name)))
}

/** The node's text with every wire from node `from` coming from node `to`. Text params and comments are left alone. */
export function withSourceRenamed(entry: NodeEntry, node: GraphNode, facts: KindFacts, from: string, to: string, end: string): string {
  const pattern = new RegExp(`(?<![A-Za-z0-9_.-])${from}(?=\\.[A-Za-z])`, 'g')
  const marked = (name: string) => node.params[name] !== undefined
  const renamed = fieldsOf(entry).map((field) => {
    if (field.role !== 'input' && field.role !== 'param-wire' && (field.role !== 'entries' || marked(field.name))) return field
    const { lead, own } = cut(field)
    const start = own.indexOf(':') + 1
    const lines = splitLines(own.slice(start)).map((line) => (line.trimStart().startsWith('#') ? line : line.replace(pattern, to)))
    return { ...field, source: lead + own.slice(0, start) + lines.join('') }
  })
  // between values only the wires are told otherwise: a text may look like one
  const told = (ref: Ref): Ref => (ref.node === from ? { node: to, port: ref.port } : ref)
  const axes = fieldsOf(entry).some((field) => field.role === 'entries' && marked(field.name))
  return axes
    ? withSources({ ...entry, fields: renamed }, { ...node, inputs: {}, paramWires: {} }, told, facts, end)
    : sourceWith(
        entry,
        renamed.map((field) => field.source),
      )
}

/** The node's text without any wire from the nodes named. */
export const withoutSources = (entry: NodeEntry, node: GraphNode, facts: KindFacts, gone: ReadonlySet<string>, end: string): string =>
  withSources(entry, node, (ref) => (gone.has(ref.node) ? null : ref), facts, end)

/** The node's text with the wires of one input replaced. */
export function withWires(entry: NodeEntry, node: GraphNode, facts: KindFacts, port: string, refs: readonly Ref[], end: string): string {
  return withField(entry, node, facts, port, refs.length === 0 ? null : inputLine(port, refs, marginOf(entry), end))
}

/** In which column the nodes of a region's body begin. */
export const bodyMargin = (entry: NodeEntry): number => {
  const first = entry.body?.entries[0]
  return first ? indentOf(first.head ?? '') : marginOf(entry) + 2
}
/** The region's text with nodes' text put into its body at an index. */
export function withInBody(entry: NodeEntry, node: GraphNode, facts: KindFacts, text: string, end: string, index?: number): string {
  const { body } = entry
  if (!body) return withField(entry, node, facts, 'body', `${' '.repeat(marginOf(entry))}body:${end}${text}`)
  const sources = body.entries.map((each) => each.source)
  sources.splice(index === undefined ? sources.length : Math.min(Math.max(0, Math.trunc(index)), sources.length), 0, text)
  return withBodySources(entry, sources).source ?? ''
}

/** Lines moved sideways. Blank lines stay blank. */
export const indented = (text: string, by: number): string =>
  by === 0
    ? text
    : splitLines(text)
        .map((line) => (isBlank(line) ? line : by > 0 ? ' '.repeat(by) + line : line.slice(Math.min(-by, indentOf(line)))))
        .join('')

/** The block's text with a node's text put in at an index. */
export function withEntryAt(block: Nodes, kinds: KindLookup, end: string, index: number, source: string): string {
  const entries = [...block.entries]
  entries.splice(index, 0, { id: '', node: null, source, line: 0 })
  return graphText({ ...block, entries }, kinds, end)
}

export const sameRef = (a: Ref, b: Ref): boolean => refText(a) === refText(b)
