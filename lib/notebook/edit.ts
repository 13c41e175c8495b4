/* Changes to text: one field of a node, one node of a sheet, names inside wires. Everything around keeps its bytes. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import { indentOf, splitLines } from './lines'
import { fieldOrder, graphText, inputLine } from './write'
import type { FieldEntry, GraphBlock, KindFacts, KindLookup, NodeEntry } from './types'

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
  return field ? indentOf(cut(field).own) : 2
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

/** The node's text with every wire from node `from` coming from node `to`. Text params and comments are left alone. */
export function withSourceRenamed(entry: NodeEntry, from: string, to: string): string {
  const pattern = new RegExp(`(?<![A-Za-z0-9_.-])${from}(?=\\.[A-Za-z])`, 'g')
  const renamed = fieldsOf(entry).map((field) => {
    if (field.role !== 'input' && field.role !== 'param-wire') return field.source
    const { lead, own } = cut(field)
    const start = own.indexOf(':') + 1
    const lines = splitLines(own.slice(start)).map((line) => (line.trimStart().startsWith('#') ? line : line.replace(pattern, to)))
    return lead + own.slice(0, start) + lines.join('')
  })
  return sourceWith(entry, renamed)
}

/** The node's text without any wire from the nodes named. */
export function withoutSources(entry: NodeEntry, node: GraphNode, gone: ReadonlySet<string>, end: string): string {
  const keeps = (ref: Ref) => !gone.has(ref.node)
  const margin = marginOf(entry)
  const sources = fieldsOf(entry).map((field) => {
    const refs = field.role === 'input' ? (node.inputs[field.name] ?? []) : field.role === 'param-wire' ? [node.paramWires[field.name]] : []
    const left = refs.filter((ref): ref is Ref => ref !== undefined && keeps(ref))
    if (left.length === refs.length) return field.source
    return left.length === 0 ? '' : cut(field).lead + inputLine(field.name, left, margin, end)
  })
  return sourceWith(entry, sources)
}

/** The node's text with the wires of one input replaced. */
export function withWires(entry: NodeEntry, node: GraphNode, facts: KindFacts, port: string, refs: readonly Ref[], end: string): string {
  return withField(entry, node, facts, port, refs.length === 0 ? null : inputLine(port, refs, marginOf(entry), end))
}

/** The block's text with a node's text put in at an index. */
export function withEntryAt(block: GraphBlock, kinds: KindLookup, end: string, index: number, source: string): string {
  const entries = [...block.entries]
  entries.splice(index, 0, { id: '', node: null, source, line: 0 })
  return graphText({ ...block, entries }, kinds, end)
}

export const sameRef = (a: Ref, b: Ref): boolean => refText(a) === refText(b)
