/*
 * From the author's graph to the flat graph that is run: regions once for each iteration, uses as the nodes of their
 * definition, choices with the chosen wire alone. What only values can tell comes from shapes, as far as they are known.
 */
import type { Definitions, Graph, GraphNode, Ref } from '../graph'
import type { NodeKind } from '../define-node'
import type { NodeError } from '../states'
import { expandChoice } from './expand-choice'
import { expandRegion } from './expand-region'
import { expandUse } from './expand-use'
import type { Flat, FlatNodes, Part, Shape } from './flat'
import { Scope } from './scope'

export interface Authored {
  readonly graph: Graph
  readonly seed: number
  /** By id; nodes of definitions as `NAME/id`. */
  readonly broken: Readonly<Record<string, NodeError>>
  readonly definitions: Definitions
}

export interface Expanding {
  readonly kinds: (id: string) => NodeKind | undefined
  readonly shapes: ReadonlyMap<string, Shape>
  readonly authored: Authored
  readonly out: FlatNodes
  /** What stands in a body, read from outside of it: said with its region. */
  readonly within: ReadonlyMap<string, string>
}

const NO_PARTS: ReadonlyMap<string, Part> = new Map()

export function expand(authored: Authored, kinds: Expanding['kinds'], shapes: ReadonlyMap<string, Shape>): Flat {
  if (isFlat(authored.graph, kinds)) return { graph: authored.graph, parts: NO_PARTS, broken: authored.broken }
  const out: FlatNodes = { nodes: new Map(), parts: new Map(), broken: {} }
  const within = new Map<string, string>()
  for (const node of authored.graph.values()) noteBodies(node, within)
  expandScope({ kinds, shapes, authored, out, within }, new Scope({ kinds, definitions: authored.definitions }, authored.graph))
  return { graph: out.nodes, parts: out.parts, broken: out.broken }
}

function isFlat(graph: Graph, kinds: Expanding['kinds']): boolean {
  for (const node of graph.values()) if (isSpecial(kinds(node.kind))) return false
  return true
}

export const isSpecial = (kind: NodeKind | undefined): boolean =>
  kind !== undefined && (kind.region !== undefined || kind.lazy !== undefined || kind.definition !== undefined)

function noteBodies(node: GraphNode, within: Map<string, string>): void {
  for (const inner of node.body?.values() ?? []) {
    within.set(inner.id, node.id)
    noteBodies(inner, within)
  }
}

export function expandScope(work: Expanding, scope: Scope, part?: Part): void {
  for (const node of scope.graph.values()) expandNode(work, scope, node, part)
}

/** `part`: what all nodes of this body have in common. */
export function expandNode(work: Expanding, scope: Scope, node: GraphNode, part: Part | undefined): void {
  const kind = work.kinds(node.kind)
  const { broken } = work.authored
  const name = scope.brokenName(node.id)
  if (Object.hasOwn(broken, name)) {
    const id = scope.flatId(node.id)
    work.out.broken[id] = broken[name] as NodeError
    put(work, flatNode(work, scope, node), part)
  } else if (kind?.region) expandRegion(work, scope, node, kind, kind.region, part)
  else if (kind?.definition) expandUse(work, scope, node, kind, kind.definition, part)
  else if (kind?.lazy) expandChoice(work, scope, node, kind, kind.lazy, part)
  else put(work, flatNode(work, scope, node), part)
}

export function put(work: Expanding, node: GraphNode, part: Part | undefined): void {
  work.out.nodes.set(node.id, node)
  if (part) work.out.parts.set(node.id, part)
}

/** The node with its wires led to flat nodes; the same object where nothing had to change. */
export function flatNode(work: Expanding, scope: Scope, node: GraphNode): GraphNode {
  const id = scope.flatId(node.id)
  const inputs = mapWires(node.inputs, (refs) => mapList(refs, (ref) => lead(work, scope, id, ref)))
  const paramWires = mapWires(node.paramWires, (ref) => lead(work, scope, id, ref))
  if (id === node.id && inputs === node.inputs && paramWires === node.paramWires) return node
  return { ...node, id, inputs, paramWires }
}

/** Where a wire comes from. A wire from within a body breaks the node that has it. */
export function lead(work: Expanding, scope: Scope, reader: string, ref: Ref): Ref {
  const led = scope.resolve(ref)
  const region = led === ref && !work.authored.graph.has(ref.node) ? work.within.get(ref.node) : undefined
  if (region !== undefined) work.out.broken[reader] ??= insideRegion(reader, ref, region)
  return led.node === ref.node && led.port === ref.port ? ref : led
}

const insideRegion = (reader: string, { node, port }: Ref, region: string): NodeError => ({
  code: 'inside-a-region',
  message: `${reader} is wired to ${node}.${port}, which is made in every iteration of ${region}.`,
  hint: `Let ${region} keep it: \`keep: {${port}: ${node}.${port}}\`, and wire ${region}.${port}.`,
})

function mapList(list: readonly Ref[], to: (ref: Ref) => Ref): readonly Ref[] {
  const mapped = list.map(to)
  return mapped.every((ref, i) => ref === list[i]) ? list : mapped
}

export function mapWires<T>(wires: Readonly<Record<string, T>>, to: (wire: T) => T): Readonly<Record<string, T>> {
  let changed = false
  const mapped: Record<string, T> = {}
  for (const name of Object.keys(wires)) {
    mapped[name] = to(wires[name] as T)
    changed ||= mapped[name] !== wires[name]
  }
  return changed ? mapped : wires
}
