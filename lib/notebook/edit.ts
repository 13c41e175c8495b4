/* Changes to text: one field of a node, one node of a sheet, names inside wires. Everything around keeps its bytes. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { regionForm } from '../graph/region-form'
import { withBodySources } from './entry-tree'
import { indentOf, isBlank, splitLines } from './lines'
import { entriesLine, fieldOrder, graphText, inputLine, paramWireLine } from './write'
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

/** The node's text with its wires told otherwise: another source, or null to take one away. Text params and comments are left alone. */
export function withSources(entry: NodeEntry, node: GraphNode, told: (ref: Ref, inside: boolean) => Ref | null, end: string): string {
  const margin = marginOf(entry)
  const form = node.body ? regionForm(node.kind) : undefined
  const mapped = (refs: readonly Ref[], inside: boolean): readonly Ref[] =>
    refs.map((ref) => told(ref, inside)).filter((ref): ref is Ref => ref !== null)
  const same = (before: readonly Ref[], after: readonly Ref[]) =>
    before.length === after.length && before.every((ref, at) => sameRef(ref, after[at] ?? ref) && after[at] !== undefined)
  const sources = fieldsOf(entry).map((field) => {
    const { name, role } = field
    if (role === 'entries') {
      const inside = form?.entries[name]?.from === 'inside'
      const before = Object.entries(node.entryWires?.[name] ?? {})
      const after = before.map(([entryName, refs]) => [entryName, mapped(refs, inside)] as const)
      if (before.every(([, refs], at) => same(refs, after[at]?.[1] ?? []))) return field.source
      const values = form?.entries[name]?.wires === 'marked' ? withoutLost(node.params[name], before, after) : undefined
      const left = Object.fromEntries(after.filter(([, refs]) => refs.length > 0))
      const line = entriesLine(name, values, left, margin, end)
      return line === '' ? '' : cut(field).lead + line
    }
    if (role !== 'input' && role !== 'param-wire') return field.source
    const wire = node.paramWires[name]
    const before = role === 'input' ? (node.inputs[name] ?? []) : wire ? [wire] : []
    const after = mapped(before, role === 'param-wire' && (form?.insideParams.includes(name) ?? false))
    if (same(before, after)) return field.source
    const [first] = after
    if (!first) return ''
    return cut(field).lead + (role === 'input' ? inputLine(name, after, margin, end) : paramWireLine(name, first, margin, end))
  })
  return sourceWith(entry, sources)
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
export function withSourceRenamed(entry: NodeEntry, node: GraphNode, from: string, to: string, end: string): string {
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
    ? withSources({ ...entry, fields: renamed }, { ...node, inputs: {}, paramWires: {} }, told, end)
    : sourceWith(
        entry,
        renamed.map((field) => field.source),
      )
}

/** The node's text without any wire from the nodes named. */
export const withoutSources = (entry: NodeEntry, node: GraphNode, gone: ReadonlySet<string>, end: string): string =>
  withSources(entry, node, (ref) => (gone.has(ref.node) ? null : ref), end)

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
