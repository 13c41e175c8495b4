/*
 * From the author's graph to the flat graph that is run: regions once for each iteration, uses as the nodes of their
 * definition, choices with the chosen wire alone. What only values can tell comes from shapes, as far as they are known.
 */
import type { Graph, GraphNode } from '../graph'
import type { NodeError } from '../states'
import { expandChoice } from './expand-choice'
import { expandRegion } from './expand-region'
import { expandUse } from './expand-use'
import type { Part } from './flat'
import { child, filled } from './fragment'
import { NOTHING, type Fragment } from './piece'
import { Scope } from './scope'
import { breakNode, flatNode, isSpecial, put, type Expanding } from './work'

const PLAIN = ':plain'
const ROOT = ''

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
  const work = { ...setting, within, path: [ROOT], keeps, takesOver, expandNode }
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

function noteBodies(node: GraphNode, within: Map<string, string>): void {
  for (const inner of node.body?.values() ?? []) {
    within.set(inner.id, node.id)
    noteBodies(inner, within)
  }
}

/** `part`: what all nodes of this body have in common. */
function expandNode(work: Expanding, scope: Scope, node: GraphNode, part: Part | undefined): void {
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
