/* What an edit changed: two graphs compared node by node, with the reason in words. Nothing is applied here. */
import type { Graph, GraphNode, Ref } from '../graph'
import { refText } from '../graph'
import { canonicalJson } from '../hash'
import type { Json } from '../json'
import type { NodeError } from '../states'

export interface Plan {
  readonly graph: Graph
  readonly seed: number
  readonly broken: Readonly<Record<string, NodeError>>
}

export interface Edit {
  /** Changed and new nodes, with what changed in them: `temperature`, `logits`, `new`. */
  readonly changed: ReadonlyMap<string, string>
  readonly removed: readonly string[]
  /** Nodes or wires came or went: links must be made anew. */
  readonly structural: boolean
  readonly seed: boolean
}

export function comparePlans(before: Plan, after: Plan): Edit {
  const changed = new Map<string, string>()
  let structural = false
  for (const [id, node] of after.graph) {
    const old = before.graph.get(id)
    const words = old ? changesOf(old, node) : ['new']
    if (!sameError(before.broken[id], after.broken[id])) words.push('the file')
    if (words.length === 0) continue
    changed.set(id, words.join(', '))
    structural ||=
      !old ||
      !sameWires(old, node) ||
      switchedOff(old) !== switchedOff(node) ||
      old.kind !== node.kind ||
      !sameError(before.broken[id], after.broken[id])
  }
  const removed = [...before.graph.keys()].filter((id) => !after.graph.has(id))
  return { changed, removed, structural: structural || removed.length > 0, seed: before.seed !== after.seed }
}

function changesOf(old: GraphNode, now: GraphNode): string[] {
  if (old === now) return []
  const words: string[] = []
  if (old.kind !== now.kind || old.version !== now.version) words.push('kind')
  words.push(...changedNames(old.params, now.params, sameJson))
  words.push(...changedNames(old.paramWires, now.paramWires, sameWire))
  words.push(...changedNames(old.inputs, now.inputs, sameWireList))
  if (old.settings !== now.settings) {
    const settings = (node: GraphNode) => (node.settings ?? {}) as Readonly<Record<string, Json>>
    words.push(...changedNames(settings(old), settings(now), sameJson))
  }
  return words
}

function changedNames<T>(
  old: Readonly<Record<string, T>>,
  now: Readonly<Record<string, T>>,
  same: (a: T | undefined, b: T | undefined) => boolean,
): string[] {
  if (old === now) return []
  const names = new Set([...Object.keys(old), ...Object.keys(now)])
  return [...names].filter((name) => !same(old[name], now[name]))
}

const sameError = (a: NodeError | undefined, b: NodeError | undefined): boolean => a === b || canonicalJson(a) === canonicalJson(b)
const sameJson = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (typeof a === 'object' && canonicalJson(a) === canonicalJson(b))
const sameWire = (a: Ref | undefined, b: Ref | undefined): boolean => (a && refText(a)) === (b && refText(b))
const sameWireList = (a: readonly Ref[] = [], b: readonly Ref[] = []): boolean =>
  a === b || (a.length === b.length && a.every((ref, i) => sameWire(ref, b[i])))

const sameWires = (a: GraphNode, b: GraphNode): boolean =>
  changedNames(a.inputs, b.inputs, sameWireList).length === 0 && changedNames(a.paramWires, b.paramWires, sameWire).length === 0

/** Settings that decide which wires count. */
const switchedOff = (node: GraphNode): string => canonicalJson([node.settings?.mute === true, Object.keys(node.settings?.pin ?? {}).sort()])
