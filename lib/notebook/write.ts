/*
 * The canonical writer. What was read keeps its bytes (the notebook holds them); this writes what is new: nodes, fields,
 * sheets. Inputs in port order, then params in schema order; what equals its default is left out.
 */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { fenceFor } from './frame'
import { layoutText } from './layout-block'
import { writeValue } from './write-value'
import type { Block, GraphBlock, KindFacts, KindLookup, Notebook } from './types'

/** The file. For a file that nobody touched, its own bytes. */
export const writeNotebook = (notebook: Notebook): string => notebook.source

export const sameJson = (a: Json | undefined, b: Json | undefined): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  const right = b as { readonly [key: string]: Json }
  return left.length === Object.keys(right).length && left.every(([key, value]) => Object.hasOwn(right, key) && sameJson(value, right[key]))
}

/** Names of a node's fields in the order in which they are written. */
export function fieldOrder(node: GraphNode, facts: KindFacts): readonly string[] {
  return [...Object.keys(facts.ports(node.params).inputs), ...facts.params.map((param) => param.name)]
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
  const lines = [`${node.id}: ${node.kind}@${node.version}${end}`]
  const inputs = facts ? Object.keys(facts.ports(node.params).inputs) : []
  const names = [...inputs, ...Object.keys(node.inputs).filter((name) => !inputs.includes(name))]
  for (const name of names) {
    const refs = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined
    if (refs && refs.length > 0) lines.push(inputLine(name, refs, 2, end))
  }
  for (const param of facts?.params ?? []) {
    const wire = Object.hasOwn(node.paramWires, param.name) ? node.paramWires[param.name] : undefined
    const value = Object.hasOwn(node.params, param.name) ? node.params[param.name] : undefined
    if (wire) lines.push(paramWireLine(param.name, wire, 2, end))
    else if (facts && value !== undefined && !sameJson(value, param.default)) lines.push(paramLines(param.name, value, facts, 2, end))
  }
  return lines.join('')
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
