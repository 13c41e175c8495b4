/* What only the whole graph shows: wires to nowhere, wires that do not fit, cycles, places and directives that point at nothing. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import { cyclesOf } from './cycles'
import { findDirectives, type Directive } from './directives'
import { splitLines, withoutEnd } from './lines'
import { closestNames, orList } from './names'
import type { Block, FieldEntry, KindFacts, KindLookup, NodeEntry, Problem, ProseBlock } from './types'

export interface KnownNode {
  readonly entry: NodeEntry
  readonly node: GraphNode
  readonly facts: KindFacts
  readonly ports: ReturnType<KindFacts['ports']>
}
/** Nodes that are understood, and ids that stand in the file without being so. */
export interface Known {
  readonly nodes: ReadonlyMap<string, KnownNode>
  readonly ids: ReadonlySet<string>
}

export function knownNodes(blocks: readonly Block[], kinds: KindLookup): Known {
  const nodes = new Map<string, KnownNode>()
  const ids = new Set<string>()
  for (const block of blocks) {
    if (block.type !== 'graph') continue
    for (const entry of block.entries) {
      if (entry.id !== '') ids.add(entry.id)
      const facts = entry.node ? kinds.kind(entry.node.kind) : undefined
      if (entry.node && facts && !nodes.has(entry.id))
        nodes.set(entry.id, { entry, node: entry.node, facts, ports: portsOf(facts, entry.node) })
    }
  }
  return { nodes, ids }
}

/** Nodes are immutable and carried over from one reading to the next: what follows from one is found once. */
const portsByNode = new WeakMap<GraphNode, { readonly facts: KindFacts; readonly ports: ReturnType<KindFacts['ports']> }>()
function portsOf(facts: KindFacts, node: GraphNode): ReturnType<KindFacts['ports']> {
  const found = portsByNode.get(node)
  if (found?.facts === facts) return found.ports
  const ports = facts.ports(node.params)
  portsByNode.set(node, { facts, ports })
  return ports
}

/** Where a piece of a field's value stands in the file. */
function placeOf(entry: NodeEntry, name: string, needle: string): { line: number; column: number } {
  const field = entry.fields?.find((candidate) => candidate.name === name)
  if (!field) return { line: entry.line, column: 1 }
  return placeInField(entry, field, needle)
}
function placeInField(entry: NodeEntry, field: FieldEntry, needle: string): { line: number; column: number } {
  const lines = splitLines(field.source)
  const first = lines.findIndex((line) => withoutEnd(line).trimStart().startsWith(`${field.name}:`))
  for (let at = Math.max(0, first); at < lines.length; at++) {
    const column = (lines[at] ?? '').indexOf(needle, at === first ? field.column - 1 : 0)
    if (column >= 0) return { line: entry.line + field.at + at - Math.max(0, first), column: column + 1 }
  }
  return { line: entry.line + field.at, column: field.column }
}

interface Wire {
  readonly to: string
  readonly name: string
  readonly from: Ref
  readonly param: boolean
}
const wiresByNode = new WeakMap<GraphNode, readonly Wire[]>()
export function wiresOf(node: GraphNode): readonly Wire[] {
  const found = wiresByNode.get(node)
  if (found) return found
  const inputs = Object.entries(node.inputs).flatMap(([name, refs]) => refs.map((from) => ({ to: node.id, name, from, param: false })))
  const params = Object.entries(node.paramWires).map(([name, from]) => ({ to: node.id, name, from, param: true }))
  const wires = [...inputs, ...params]
  wiresByNode.set(node, wires)
  return wires
}

/** The type names whose outputs may drive a param, by how the param is read (10-kinds, rule 2). */
const DRIVES: Readonly<Record<string, readonly string[]>> = {
  number: ['number'],
  switch: ['number'],
  text: ['text', 'number', 'json'],
  choice: ['text', 'number', 'json'],
  any: ['json', 'number', 'text'],
}

/** Every fault compared with every id is quadratic: a hostile file could make that hours. */
const MOST_SUGGESTED = 50

export interface WireFault {
  readonly code: string
  readonly message: string
  readonly hint?: string
}
/** What is wrong with one wire by itself, or null. Where the source is not understood nothing can be said. */
export function wireFault(wire: Wire, known: Known, suggest = true): WireFault | null {
  const source = known.nodes.get(wire.from.node)
  if (!source) {
    if (known.ids.has(wire.from.node)) return null
    const closest = suggest ? closestNames(wire.from.node, known.ids) : []
    const hint = closest.length > 0 ? { hint: `Close to it: ${orList(closest)}.` } : {}
    return {
      code: 'wire-to-nowhere',
      message: `${wire.to}: \`${wire.name}\` is wired to \`${refText(wire.from)}\`, but there is no node \`${wire.from.node}\`.`,
      ...hint,
    }
  }
  const { outputs } = source.ports
  const output = Object.hasOwn(outputs, wire.from.port) ? outputs[wire.from.port] : undefined
  if (!output) {
    const has = orList(Object.keys(outputs))
    return {
      code: 'wire-to-nowhere',
      message: `${wire.to}: \`${wire.name}\` is wired to \`${refText(wire.from)}\`, but \`${wire.from.node}\` has no output \`${wire.from.port}\`.`,
      hint: has === '' ? `\`${source.node.kind}\` has no outputs.` : `Its outputs: ${has}.`,
    }
  }
  return typeFault(wire, output.type, known)
}
function typeFault(wire: Wire, from: string, known: Known): WireFault | null {
  const target = known.nodes.get(wire.to)
  if (!target) return null
  if (wire.param) {
    const reads = target.facts.params.find((param) => param.name === wire.name)?.reads ?? 'any'
    const drives = DRIVES[reads] ?? []
    if (from === 'any' || drives.includes(from)) return null
    return {
      code: 'wrong-type',
      message: `${wire.to}: the param \`${wire.name}\` takes ${orList(drives)}; \`${refText(wire.from)}\` gives \`${from}\`.`,
    }
  }
  const port = Object.hasOwn(target.ports.inputs, wire.name) ? target.ports.inputs[wire.name] : undefined
  if (!port) return null
  const verdict = target.facts.fits(from, port.type)
  if (verdict.ok) return null
  return {
    code: 'wrong-type',
    message:
      `${wire.to}: \`${wire.name}\` takes ${orList(port.type.split('|'))}; \`${refText(wire.from)}\` gives \`${from}\`. ${verdict.message}`.trim(),
    ...(verdict.hint ? { hint: verdict.hint } : {}),
  }
}

/** Problems of all wires, cycles included. */
export function checkWires(known: Known): Problem[] {
  const problems: Problem[] = []
  for (const { entry, node } of known.nodes.values()) {
    for (const wire of wiresOf(node)) {
      const fault = wireFault(wire, known, problems.length < MOST_SUGGESTED)
      if (fault) problems.push({ ...placeOf(entry, wire.name, refText(wire.from)), ...fault, node: node.id })
    }
  }
  for (const cycle of cyclesOf(sourcesById(known))) problems.push(...cycleProblems(cycle, known))
  return problems
}
const sourcesById = (known: Known): Map<string, readonly string[]> =>
  new Map([...known.nodes].map(([id, { node }]) => [id, wiresOf(node).map((wire) => wire.from.node)]))

/** Every node of the cycle is told, at the wire that keeps it in. */
function cycleProblems(cycle: { readonly members: ReadonlySet<string>; readonly path: readonly string[] }, known: Known): Problem[] {
  const shown = cycle.path.length > 8 ? [...cycle.path.slice(0, 4), '…', ...cycle.path.slice(-3)] : cycle.path
  const round = shown.map((id) => (id === '…' ? id : `\`${id}\``)).join(' → ')
  return [...cycle.members].flatMap((id): Problem[] => {
    const at = known.nodes.get(id)
    if (!at) return []
    const wire = wiresOf(at.node).find((candidate) => cycle.members.has(candidate.from.node))
    if (!wire) return []
    return [
      {
        ...placeOf(at.entry, wire.name, refText(wire.from)),
        code: 'cycle',
        message: `${id}: the wires run in a circle: ${round}.`,
        hint: 'Take one of these wires away; repetition is done by `loop`.',
        node: id,
      },
    ]
  })
}

export function checkDirectives(blocks: readonly Block[], known: Known): Problem[] {
  const problems: Problem[] = []
  for (const block of blocks) {
    if (block.type !== 'prose') continue
    for (const directive of findDirectives(block.text))
      problems.push(...checkDirective(block, directive, known, problems.length < MOST_SUGGESTED))
  }
  return problems
}
function checkDirective(block: ProseBlock, directive: Directive, known: Known, suggest: boolean): Problem[] {
  const at = { line: block.line + directive.line - 1, column: directive.column }
  const written = `:${directive.kind}[${directive.label.slice(0, 80)}]`
  const what = directive.kind === 'value' ? 'port' : 'param'
  if (directive.name === '')
    return [
      {
        ...at,
        code: 'bad-directive',
        message: `\`${written}\` does not name a node and its ${what}.`,
        hint: `Write \`:${directive.kind}[node.${what}]\`.`,
      },
    ]
  const found = known.nodes.get(directive.node)
  if (!found) {
    if (known.ids.has(directive.node)) return []
    const closest = suggest ? closestNames(directive.node, known.ids) : []
    return [
      {
        ...at,
        code: 'directive-to-nowhere',
        message: `\`${written}\` points to a node \`${directive.node}\` that is not there.`,
        ...(closest.length > 0 ? { hint: `Close to it: ${orList(closest)}.` } : {}),
      },
    ]
  }
  const names = directive.kind === 'value' ? Object.keys(found.ports.outputs) : found.facts.params.map((param) => param.name)
  if (names.includes(directive.name)) return []
  return [
    {
      ...at,
      code: 'directive-to-nowhere',
      message: `\`${written}\`: \`${directive.node}\` has no ${directive.kind === 'value' ? 'output' : 'param'} \`${directive.name}\`.`,
      hint: `It has ${orList(names) || 'none'}.`,
    },
  ]
}

export function checkLayout(blocks: readonly Block[], known: Known): Problem[] {
  const layouts = blocks.filter((block) => block.type === 'layout')
  const problems: Problem[] = layouts.slice(1).map((block) => ({
    line: block.line,
    column: 1,
    code: 'second-layout',
    message: 'There are two layout blocks; the first one counts.',
    severity: 'warning',
  }))
  for (const block of layouts) {
    for (const [at, row] of (block.rows ?? []).entries())
      if (row.id !== null && !known.ids.has(row.id))
        problems.push({
          line: block.line + 1 + at,
          column: 1,
          code: 'place-to-nowhere',
          message: `The layout places \`${row.id}\`, but there is no such node.`,
          severity: 'warning',
        })
  }
  return problems
}
export function checkSheets(blocks: readonly Block[]): Problem[] {
  const names = new Set<string>()
  return blocks.flatMap((block): Problem[] => {
    if (block.type !== 'graph') return []
    const again = names.has(block.name)
    names.add(block.name)
    return again
      ? [
          {
            line: block.line,
            column: 1,
            code: 'duplicate-sheet',
            message: `There are two sheets named \`${block.name}\`.`,
            severity: 'warning',
          },
        ]
      : []
  })
}
