/*
 * Cycles that lead through the body of a region, found on a graph in which every region has one iteration: before there is
 * any, and whatever choices will choose. The nodes on such a cycle, and the regions around them, say so at once.
 */
import type { Graph, GraphNode } from '../graph'
import { toNodeError } from '../node-errors'
import { findCycles } from '../runtime/cycles'
import { takesNothing } from '../runtime/modes'
import { sentences } from '../sentences'
import type { NodeError } from '../states'
import { expand } from './expand'
import type { Authored, Expanding, Shapes } from './work'
import type { Part } from './flat'
import type { Fragment } from './piece'
import { withoutIterations } from './names'

const ONE_ROUND: Shapes = {
  get: (id) => (id.endsWith(':plan') ? { count: 1, names: [], labels: [], rounds: [], parallel: 1 } : { decision: 1 }),
}

/** The author's graph with these nodes broken. The same object where there is no such cycle. */
export function refuseRounds(authored: Authored, kinds: Expanding['kinds']): Authored {
  if (!hasBodies(authored.graph) && ![...authored.definitions.values()].some(({ body }) => hasBodies(body))) return authored
  const skeleton = flatten(expand({ kinds, authored, shapes: ONE_ROUND, counts: { expanded: 0 }, allWires: true }))
  const broken: Record<string, NodeError> = {}
  for (const [id, path] of cyclesOf(skeleton, kinds)) {
    const error = toNodeError(sentences.cycle(named(path, skeleton)), id)
    for (const name of path.some((one) => skeleton.parts.get(one)?.within) ? placesOf(id, skeleton) : []) broken[name] ??= error
  }
  return Object.keys(broken).length === 0 ? authored : { ...authored, broken: { ...broken, ...authored.broken } }
}

const hasBodies = (graph: Graph): boolean => [...graph.values()].some((node) => node.body !== undefined)

interface Skeleton {
  readonly nodes: Map<string, GraphNode>
  readonly parts: Map<string, Part>
}

function flatten(piece: Fragment, into: Skeleton = { nodes: new Map(), parts: new Map() }): Skeleton {
  for (const [id, node] of piece.nodes) into.nodes.set(id, node)
  for (const [id, part] of piece.parts) into.parts.set(id, part)
  for (const child of piece.children) flatten(child, into)
  return into
}

function cyclesOf({ nodes, parts }: Skeleton, kinds: Expanding['kinds']): ReadonlyMap<string, readonly string[]> {
  const feeds = new Map<string, string[]>([...nodes.keys()].map((id) => [id, []]))
  for (const [id, node] of nodes) {
    if (takesNothing(node, parts.get(id)?.kind ?? kinds(node.kind))) continue
    for (const ref of [...Object.values(node.inputs).flat(), ...Object.values(node.paramWires)]) feeds.get(ref.node)?.push(id)
  }
  return findCycles(nodes.keys(), (id) => feeds.get(id) ?? [])
}

function named(path: readonly string[], { parts }: Skeleton): readonly string[] {
  const names = path.map((id) => withoutIterations(parts.get(id)?.owner ?? id))
  const apart = names.filter((name, at) => at === 0 || name !== names[at - 1])
  return apart.length > 1 ? apart : [...apart, ...apart]
}

/** A node itself, the regions around it, and the use it stands in. */
function placesOf(id: string, { parts }: Skeleton): string[] {
  const places = [withoutIterations(parts.get(id)?.owner ?? id)]
  for (let at = parts.get(id)?.within; at; at = parts.get(at.region)?.within) places.push(withoutIterations(at.region))
  return places.map((place) => place.split('/')[0] as string)
}
