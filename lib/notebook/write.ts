/*
 * The canonical writer. What was read keeps its bytes (the notebook holds them); this writes what is new: nodes, fields,
 * sheets. Inputs in port order, then params in schema order; what equals its default is left out.
 */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { fenceFor } from './frame'
import { layoutText } from './layout-block'
import { sameJson } from './same-json'
import { writeValue } from './write-value'
import type { Block, GraphBlock, KindFacts, KindLookup, Notebook } from './types'

/** The file. For a file that nobody touched, its own bytes. */
export const writeNotebook = (notebook: Notebook): string => notebook.source

/** Inputs that every node of the kind has, and those that this one's params make. */
function inputNames(node: GraphNode, facts: KindFacts): { readonly fixed: readonly string[]; readonly own: readonly string[] } {
  const fixed = Object.keys(facts.ports({}).inputs)
  return { fixed, own: Object.keys(facts.ports(node.params).inputs).filter((name) => !fixed.includes(name)) }
}

/** Names of a node's fields in the order in which they are written: ports made by a param stand below it. */
export function fieldOrder(node: GraphNode, facts: KindFacts): readonly string[] {
  const { fixed, own } = inputNames(node, facts)
  return [...fixed, ...facts.params.map((param) => param.name), ...own]
}

export function inputLine(name: string, refs: readonly Ref[], margin: number, end: string): string {
  const value = refs.length === 1 && refs[0] ? refText(refs[0]) : `[${refs.map(refText).join(', ')}]`
  return `${' '.repeat(margin)}${name}: ${value}${end}`
}
export const paramWireLine = (name: string, from: Ref, margin: number, end: string): string =>
  `${' '.repeat(margin)}${name}: <- ${refText(from)}${end}`

export function paramLines(name: string, value: Json, facts: KindFacts, margin: number, end: string): string {
  const reads = facts.params.find((param) => param.name === name)?.reads ?? 'any'
  const { inline, below } = writeValue(value, reads, margin)
  const head = `${' '.repeat(margin)}${name}:${inline === '' ? '' : ` ${inline}`}`
  return [head, ...below].map((line) => line + end).join('')
}

/** A node as lines of a graph block. */
export function nodeText(node: GraphNode, facts: KindFacts | undefined, end = '\n'): string {
  const head = `${node.id}: ${node.kind}@${node.version}${end}`
  const known = facts ? fieldOrder(node, facts) : []
  const names = [...known, ...Object.keys(node.inputs).filter((name) => !known.includes(name))]
  return head + names.map((name) => fieldText(node, facts, name, end)).join('')
}
function fieldText(node: GraphNode, facts: KindFacts | undefined, name: string, end: string): string {
  const refs = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined
  if (refs && refs.length > 0) return inputLine(name, refs, 2, end)
  const wire = Object.hasOwn(node.paramWires, name) ? node.paramWires[name] : undefined
  if (wire) return paramWireLine(name, wire, 2, end)
  const value = Object.hasOwn(node.params, name) ? node.params[name] : undefined
  const standard = facts?.params.find((param) => param.name === name)?.default
  return facts && value !== undefined && !sameJson(value, standard) ? paramLines(name, value, facts, 2, end) : ''
}

/** A graph block around lines, its fence longer than any run of backticks inside. */
export function sheetText(name: string, body: string, end = '\n'): string {
  const fence = fenceFor(body)
  return `${fence}graph ${name}${end}${body}${fence}`
}

/** The block's text from its pieces; the fence grows where what is inside asks for it. */
export function graphText(block: GraphBlock, kinds: KindLookup, end: string): string {
  const body =
    block.entries.map((entry) => entry.source ?? (entry.node ? nodeText(entry.node, kinds.kind(entry.node.kind), end) : '')).join('') +
    (block.tail ?? '')
  const { open, close } = block
  if (open === undefined || close === undefined) return sheetText(block.name, body, end)
  const mark = /^[`~]+/.exec(open)?.[0] ?? ''
  const fence = fenceFor(body)
  if (mark[0] === '~' ? !body.includes(mark) : fence.length <= mark.length) return open + body + close
  return fence + open.slice(mark.length) + body + fence
}

/** A block's text, also of one that was made in memory. */
export function textOf(block: Block, kinds: KindLookup, end: string): string {
  if (block.type === 'prose') return block.text
  if (block.source !== null) return block.source
  return block.type === 'layout' ? layoutText(block.places, end) : block.type === 'graph' ? graphText(block, kinds, end) : ''
}

/** The whole notebook in canonical form: every understood node written anew, comments kept, layout sorted. */
export function canonicalSource(notebook: Notebook, kinds: KindLookup): string {
  if (notebook.broken) return notebook.source
  const blocks = notebook.blocks.map(
    (block) =>
      (block.problems ? (block.type === 'prose' ? block.text : (block.source ?? '')) : canonicalBlock(block, kinds)) + (block.gap ?? ''),
  )
  return notebook.frontMatterSource + blocks.join('')
}
function canonicalBlock(block: Block, kinds: KindLookup): string {
  if (block.type === 'layout') return layoutText(block.places)
  if (block.type !== 'graph') return textOf(block, kinds, '\n')
  const body = block.entries.map((entry) => {
    const commented = entry.fields?.some((field) => /^\s*#/m.test(field.source)) ?? false
    if (!entry.node || entry.unknown || commented) return entry.source ?? ''
    return (entry.lead ?? '') + nodeText(entry.node, kinds.kind(entry.node.kind))
  })
  return sheetText(block.name, body.join('') + (block.tail ?? ''))
}
