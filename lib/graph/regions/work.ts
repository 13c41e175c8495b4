/* What every step of an expansion works with: the author's graph, the shapes that are known, the piece that is being filled. */
import type { NodeKind } from '../define-node'
import type { Definitions, Graph, GraphNode, Ref } from '../graph'
import type { NodeError } from '../states'
import type { Part, Shape } from './flat'
import type { Sink } from './piece'
import type { Scope } from './scope'

export interface Authored {
  readonly graph: Graph
  readonly seed: number
  /** By id; nodes of definitions as `NAME/id`. */
  readonly broken: Readonly<Record<string, NodeError>>
  readonly definitions: Definitions
}

export interface Shapes {
  get(id: string): Shape | undefined
}

export interface Expanding {
  readonly kinds: (id: string) => NodeKind | undefined
  readonly shapes: Shapes
  readonly authored: Authored
  readonly out: Sink
  /** What stands in a body, read from outside of it: said with its region. */
  readonly within: ReadonlyMap<string, string>
  /** Pieces around the one that is being filled, and itself. */
  readonly path: readonly string[]
  /** Whether the earlier piece of this key holds as it is. */
  readonly keeps: (key: string) => boolean
  /** Whether a piece made anew may keep pieces inside of it. */
  readonly takesOver: (key: string) => boolean
  /** Every wire of a choice, whatever is chosen: to look at the graph, not to run it. */
  readonly allWires?: true
  readonly counts: { expanded: number }
  /** Puts one node, as many times as it stands for. `part`: what all nodes of this body have in common. */
  readonly expandNode: (work: Expanding, scope: Scope, node: GraphNode, part: Part | undefined) => void
}

export const isSpecial = (kind: NodeKind | undefined): boolean =>
  kind !== undefined && (kind.region !== undefined || kind.lazy !== undefined || kind.definition !== undefined)

export function expandScope(work: Expanding, scope: Scope, part?: Part): void {
  for (const node of scope.graph.values()) work.expandNode(work, scope, node, part)
}

export function put(work: Expanding, node: GraphNode, part: Part | undefined): void {
  work.out.nodes.set(node.id, node)
  if (part) work.out.parts.set(node.id, part)
}

/** What was said first stays. */
export function breakNode(work: Expanding, id: string, error: NodeError): void {
  if (!work.out.broken.has(id)) work.out.broken.set(id, error)
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
  if (region !== undefined) breakNode(work, reader, insideRegion(reader, ref, region))
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
