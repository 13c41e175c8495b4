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
import type { Part, Shape } from './flat'
import { child, filled, NOTHING, type Fragment, type Sink } from './fragment'
import { Scope } from './scope'

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
}

export const PLAIN = ':plain'
export const ROOT = ''

export type Setting = Pick<Expanding, 'kinds' | 'shapes' | 'authored' | 'counts' | 'allWires'>

/** Which earlier pieces may be kept. */
export interface Keeping {
  readonly before: Fragment
  readonly keeps: (key: string) => boolean
  readonly takesOver: (key: string) => boolean
}
const KEEPING_NOTHING: Keeping = { before: NOTHING, keeps: () => false, takesOver: () => false }

/** `sameUnit`: whether a node of the notebook's own graph, and all that it reads, is as it was when `before` was made. */
export const keepingUnits = (before: Fragment, sameUnit: (id: string) => boolean): Keeping => ({
  before,
  keeps: (key) => key !== PLAIN && sameUnit(key),
  takesOver: (key) => key === ROOT,
})

/** The same author's graph after some shapes changed. `dirty`: the pieces on the way to them. */
export const keepingAllBut = (before: Fragment, dirty: ReadonlySet<string>): Keeping => ({
  before,
  keeps: (key) => !dirty.has(key),
  takesOver: () => true,
})

export function expand(setting: Setting, { before, keeps, takesOver }: Keeping = KEEPING_NOTHING): Fragment {
  const { authored, kinds } = setting
  const { special, within } = overviewOf(authored.graph, kinds)
  const scope = new Scope({ kinds, definitions: authored.definitions }, authored.graph)
  const work = { ...setting, within, path: [ROOT], keeps, takesOver }
  const fill = (root: Expanding): void => {
    child(root, PLAIN, (plain) => putPlain(plain, scope, special.length > 0))
    for (const node of special) expandNode(root, scope, node, undefined)
  }
  return filled(work, ROOT, fill, before)
}

interface Overview {
  /** Nodes that stand for more than themselves. */
  readonly special: readonly GraphNode[]
  /** By node in a body, the region around it. */
  readonly within: ReadonlyMap<string, string>
}
const overviews = new WeakMap<Graph, Overview>()

function overviewOf(graph: Graph, kinds: Expanding['kinds']): Overview {
  const known = overviews.get(graph)
  if (known) return known
  const within = new Map<string, string>()
  const special = [...graph.values()].filter((node) => isSpecial(kinds(node.kind)))
  for (const node of special) noteBodies(node, within)
  const overview = { special, within }
  overviews.set(graph, overview)
  return overview
}

function putPlain(work: Expanding, scope: Scope, mixed: boolean): void {
  const { broken } = work.authored
  for (const node of scope.graph.values()) {
    if (mixed && isSpecial(work.kinds(node.kind)) && !Object.hasOwn(broken, node.id)) continue
    put(work, mixed ? flatNode(work, scope, node) : node, undefined)
    if (Object.hasOwn(broken, node.id)) breakNode(work, node.id, broken[node.id] as NodeError)
  }
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
  const id = scope.flatId(node.id)
  if (Object.hasOwn(broken, name)) {
    if (work.path.length === 1) return // with the plain nodes
    breakNode(work, id, broken[name] as NodeError)
    put(work, flatNode(work, scope, node), part)
  } else if (kind?.region) {
    const { region } = kind
    child(work, id, (inner) => expandRegion(inner, scope, node, kind, region, part))
  } else if (kind?.definition) {
    const { definition } = kind
    child(work, id, (inner) => expandUse(inner, scope, node, kind, definition, part))
  } else if (kind?.lazy) {
    const { lazy } = kind
    child(work, id, (inner) => expandChoice(inner, scope, node, kind, lazy, part))
  } else put(work, flatNode(work, scope, node), part)
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
