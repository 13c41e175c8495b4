/*
 * The canonical writer. What was read keeps its bytes (the notebook holds them); this writes what is new: nodes, fields,
 * sheets. Inputs in port order, then params in schema order; what equals its default is left out.
 */
import { refText, RESERVED_FIELDS, type Graph, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { withDefinitions } from './definitions'
import { fenceFor } from './frame'
import { layoutText } from './layout-block'
import { sameJson } from './same-json'
import { isSetting, saysNothing, settingOf, settingReads, type SettingName } from './settings'
import type { Reads } from './value'
import { writeFlow, writeValue } from './write-value'
import type { Block, DefinitionBlock, GraphBlock, KindFacts, KindLookup, NodeEntry, Notebook } from './types'

/** The file. For a file that nobody touched, its own bytes. */
export const writeNotebook = (notebook: Notebook): string => notebook.source

/** Inputs that every node of the kind has, and those that this one's params make. */
function inputNames(node: GraphNode, facts: KindFacts): { readonly fixed: readonly string[]; readonly own: readonly string[] } {
  const fixed = Object.keys(facts.ports({}).inputs)
  return { fixed, own: Object.keys(facts.ports(node.params, node.entryWires).inputs).filter((name) => !fixed.includes(name)) }
}

/** Names of a node's fields in the order in which they are written: ports made by a param stand below it, the body last. */
export function fieldOrder(node: GraphNode, facts: KindFacts): readonly string[] {
  const { fixed, own } = inputNames(node, facts)
  const params = facts.params.map((param) => param.name)
  const entries = Object.keys(facts.region?.entries ?? {}).filter((name) => !params.includes(name))
  return [...RESERVED_FIELDS, ...fixed, ...entries, ...params, ...own, ...(facts.region ? ['body'] : [])]
}

export function inputLine(name: string, refs: readonly Ref[], margin: number, end: string): string {
  return `${' '.repeat(margin)}${name}: ${refsText(refs)}${end}`
}
const refsText = (refs: readonly Ref[]): string => (refs.length === 1 && refs[0] ? refText(refs[0]) : `[${refs.map(refText).join(', ')}]`)

export const paramWireLine = (name: string, from: Ref, margin: number, end: string): string =>
  `${' '.repeat(margin)}${name}: <- ${refText(from)}${end}`

export function paramLines(name: string, value: Json, reads: Reads, margin: number, end: string): string {
  const { inline, below } = writeValue(value, reads, margin)
  const head = `${' '.repeat(margin)}${name}:${inline === '' ? '' : ` ${inline}`}`
  return [head, ...below].map((line) => line + end).join('')
}
export const readsOf = (facts: KindFacts | undefined, name: string): Reads =>
  facts?.params.find((param) => param.name === name)?.reads ?? 'any'

/** A param made of named wires, and of values where it is `axes`; no line where it has no entries. */
export function entriesLine(
  name: string,
  values: Json | undefined,
  wires: Readonly<Record<string, readonly Ref[]>>,
  margin: number,
  end: string,
): string {
  const given = typeof values === 'object' && values !== null && !Array.isArray(values) ? (values as { readonly [key: string]: Json }) : {}
  const marked = values !== undefined
  const names = [...Object.keys(given), ...Object.keys(wires).filter((entry) => !Object.hasOwn(given, entry))]
  const entries = names.map((entry) => {
    const refs = Object.hasOwn(wires, entry) ? (wires[entry] ?? []) : []
    return `${entry}: ${refs.length > 0 ? `${marked ? '<- ' : ''}${refsText(refs)}` : writeFlow(given[entry] ?? null)}`
  })
  return entries.length === 0 ? '' : `${' '.repeat(margin)}${name}: {${entries.join(', ')}}${end}`
}

export interface Writing {
  readonly kinds: KindLookup
  readonly end: string
}
/** A node as lines of a graph block, with everything in its body; its head `margin` columns in. */
export function nodeText(node: GraphNode, { kinds, end }: Writing, margin = 0): string {
  const facts = kinds.kind(node.kind)
  const head = `${' '.repeat(margin)}${node.id}: ${node.kind}@${node.version}${end}`
  const known = facts ? fieldOrder(node, facts) : RESERVED_FIELDS
  const names = [...known, ...Object.keys(node.inputs).filter((name) => !known.includes(name))]
  return head + names.map((name) => fieldText(node, facts, name, { kinds, end }, margin + 2)).join('')
}
function fieldText(node: GraphNode, facts: KindFacts | undefined, name: string, writing: Writing, margin: number): string {
  const { end } = writing
  const refs = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined
  if (refs && refs.length > 0) return inputLine(name, refs, margin, end)
  const wire = Object.hasOwn(node.paramWires, name) ? node.paramWires[name] : undefined
  if (wire) return paramWireLine(name, wire, margin, end)
  const value = Object.hasOwn(node.params, name) ? node.params[name] : undefined
  const form = facts?.region && Object.hasOwn(facts.region.entries, name) ? facts.region.entries[name] : undefined
  if (form) return entriesLine(name, form.wires === 'marked' ? (value ?? {}) : undefined, node.entryWires?.[name] ?? {}, margin, end)
  if (name === 'body' && node.body) return bodyText(node.body, writing, margin)
  const param = facts?.params.find((candidate) => candidate.name === name)
  if (param) return value === undefined || sameJson(value, param.default) ? '' : paramLines(name, value, param.reads, margin, end)
  return isSetting(name) ? settingText(name, settingOf(node.settings, name), margin, end) : ''
}
function bodyText(body: Graph, writing: Writing, margin: number): string {
  const nodes = [...body.values()].map((node) => nodeText(node, writing, margin + 2))
  return `${' '.repeat(margin)}body:${writing.end}${nodes.join('')}`
}
export const settingText = (name: SettingName, value: Json | undefined, margin: number, end: string): string =>
  value === undefined || saysNothing(value) ? '' : paramLines(name, value, settingReads(name), margin, end)

/** A graph block around lines, its fence longer than any run of backticks inside. */
export function sheetText(name: string, body: string, end = '\n'): string {
  const fence = fenceFor(body)
  return `${fence}graph ${name}${end}${body}${fence}`
}

/** The block's text from its pieces; the fence grows where what is inside asks for it. */
export function graphText(block: GraphBlock | DefinitionBlock, kinds: KindLookup, end: string): string {
  const define = block.type === 'define'
  const header = define ? block.header.map((field) => field.source).join('') : ''
  const nodes = block.entries.map((entry) => entry.source ?? (entry.node ? nodeText(entry.node, { kinds, end }) : ''))
  const body = header + nodes.join('') + (block.tail ?? '')
  const { open, close } = block
  if (open === undefined || close === undefined) return sheetText(define ? `${block.name} define` : block.name, body, end)
  const mark = /^[`~]+/.exec(open)?.[0] ?? ''
  const fence = fenceFor(body)
  if (mark[0] === '~' ? !body.includes(mark) : fence.length <= mark.length) return open + body + close
  return fence + open.slice(mark.length) + body + fence
}

/** A block's text, also of one that was made in memory. */
export function textOf(block: Block, kinds: KindLookup, end: string): string {
  if (block.type === 'prose') return block.text
  if (block.source !== null) return block.source
  if (block.type === 'layout') return layoutText(block.places, end)
  return block.type === 'graph' || block.type === 'define' ? graphText(block, kinds, end) : ''
}

/** The whole notebook in canonical form: every understood node written anew, comments kept, layout sorted. */
export function canonicalSource(notebook: Notebook, given: KindLookup): string {
  if (notebook.broken) return notebook.source
  const kinds = withDefinitions(given, notebook.blocks)
  const blocks = notebook.blocks.map(
    (block) =>
      (block.problems ? (block.type === 'prose' ? block.text : (block.source ?? '')) : canonicalBlock(block, kinds)) + (block.gap ?? ''),
  )
  return notebook.frontMatterSource + blocks.join('')
}
function canonicalBlock(block: Block, kinds: KindLookup): string {
  if (block.type === 'layout') return layoutText(block.places)
  if (block.type !== 'graph' && block.type !== 'define') return textOf(block, kinds, '\n')
  const body = block.entries.map((entry) => canonicalEntry(entry, kinds))
  if (block.type === 'graph') return sheetText(block.name, body.join('') + (block.tail ?? ''))
  const header = block.header.map((field) => field.source).join('')
  return sheetText(`${block.name} define`, header + body.join('') + (block.tail ?? ''))
}
/** Where a comment or something not understood stands among the fields, the node keeps its bytes. */
function canonicalEntry(entry: NodeEntry, kinds: KindLookup): string {
  if (!entry.node || !mayRewrite(entry)) return entry.source ?? ''
  return (entry.lead ?? '') + nodeText(entry.node, { kinds, end: '\n' })
}
function mayRewrite(entry: NodeEntry): boolean {
  if (!entry.node || entry.unknown || (entry.fields ?? []).some((field) => /^\s*#/m.test(field.source))) return false
  return (entry.body?.entries ?? []).every(mayRewrite)
}
