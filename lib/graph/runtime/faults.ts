/*
 * What keeps a node from ever running, known from the graph alone: a mistake in the file, an unknown kind, a wire from
 * nowhere, a bad param, a missing input. Nodes with a fault ask for nothing above them.
 */
import { closest } from '../closest'
import type { NodeKind } from '../define-node'
import { refText, type GraphNode } from '../graph'
import { canonicalJson } from '../hash'
import { toNodeError } from '../node-errors'
import { parseParams, shapeOf } from '../params'
import { portsAsWritten, portsOf, type Ports } from '../ports'
import { sentences } from '../sentences'
import type { NodeError } from '../states'
import type { Parsed, Rest } from './cell'

/** A failure with code `empty` says that something is still to be filled in: the node waits, nothing is wrong. */
export const restOf = (error: NodeError): Rest =>
  error.code === 'empty' ? { state: 'empty', reason: error.message } : { state: 'error', error }

export const errorRest = (thrown: unknown, node: string): Rest => restOf(toNodeError(thrown, node))

export interface StaticReading {
  readonly fault: Rest | null
  /** Params and ports where no wire can change them. */
  readonly parsed: Parsed | null
}

export function readStatically(node: GraphNode, kind: NodeKind | undefined, exists: ReadonlyMap<string, unknown>): StaticReading {
  try {
    if (!kind) throw sentences.unknownKind(node.id, node.kind)
    requireSources(node, exists)
    requireParamNames(node, kind)
    const wired = Object.keys(node.paramWires).length > 0
    const parsed = wired ? null : parse(kind, node.params, node.id)
    if (wired && kind.ports) return { fault: null, parsed }
    return { fault: checkWires(node, parsed?.ports ?? portsAsWritten(kind, node.params)), parsed }
  } catch (thrown) {
    return { fault: errorRest(thrown, node.id), parsed: null }
  }
}

export function parse(kind: NodeKind, written: Readonly<Record<string, unknown>>, node: string): Parsed {
  const params = parseParams(kind.params, written, node) as Readonly<Record<string, unknown>>
  const texts = Object.keys(params)
    .sort()
    .map((name) => [name, canonicalJson(params[name])] as const)
  return { params, ports: portsOf(kind, params), texts }
}

/** Throws for wires that fit no port; gives `empty` where a required input has none. */
export function checkWires(node: GraphNode, ports: Ports): Rest | null {
  for (const [port, wires] of Object.entries(node.inputs)) {
    const input = Object.hasOwn(ports.inputs, port) ? ports.inputs[port] : undefined
    if (!input && wires.length > 0) throw sentences.noInput(node.id, port, Object.keys(ports.inputs))
    if (wires.length > 1 && input?.arity !== 'many') throw sentences.tooManyWires(node.id, port, wires.length)
  }
  const missing = Object.entries(ports.inputs).filter(([port, input]) => input.arity === 'one' && !node.inputs[port]?.length)
  return missing.length > 0 ? { state: 'empty', reason: sentences.needs(missing.map(([port]) => port)) } : null
}

function requireSources(node: GraphNode, exists: ReadonlyMap<string, unknown>): void {
  for (const [port, wires] of wiresInto(node)) {
    for (const ref of wires) {
      if (!exists.has(ref.node)) throw sentences.noNode(node.id, port, ref.node, refText(ref), closest(ref.node, exists.keys()))
    }
  }
}

function requireParamNames(node: GraphNode, kind: NodeKind): void {
  const names = shapeOf(kind.params)
  for (const param of Object.keys(node.paramWires)) {
    if (!Object.hasOwn(names, param)) throw sentences.unknownParam(node.id, param, closest(param, Object.keys(names)))
  }
}

/** All wires of a node, those of params included, by port or param. */
export function wiresInto(node: GraphNode): (readonly [string, readonly { readonly node: string; readonly port: string }[]])[] {
  return [...Object.entries(node.inputs), ...Object.entries(node.paramWires).map(([param, ref]) => [param, [ref]] as const)]
}
