/* What an edit changed: two flat graphs compared piece by piece, with the reason in words. Nothing is applied here. */
import type { GraphNode, Ref } from '../graph'
import { refText } from '../graph'
import { canonicalJson } from '../hash'
import type { Json } from '../json'
import type { Part } from '../regions/flat'
import type { Fragment } from '../regions/piece'
import type { NodeError } from '../states'

/** A flat node as it is from now on. */
export interface Placed {
  readonly node: GraphNode
  readonly part: Part | undefined
  readonly broken: NodeError | undefined
}

export interface Edit {
  /** Changed and new nodes, with what changed in them: `temperature`, `logits`, `new`. */
  readonly changed: ReadonlyMap<string, string>
  /** These, and those of which only the part they play has changed. */
  readonly placed: ReadonlyMap<string, Placed>
  readonly removed: readonly string[]
  /** Nodes or wires came or went: links must be made anew. */
  readonly structural: boolean
  readonly seed: boolean
  /** Nodes that were looked at to find this out. */
  readonly compared: number
}

export function compareFragments(before: Fragment, after: Fragment, seed: boolean): Edit {
  const comparison = new Comparison()
  comparison.walk(before, after)
  return comparison.edit(seed)
}

class Comparison {
  readonly #changed = new Map<string, string>()
  readonly #placed = new Map<string, Placed>()
  readonly #gone = new Map<string, Fragment>()
  readonly #come = new Map<string, Fragment>()
  #structural = false
  #compared = 0

  walk(before: Fragment, after: Fragment): void {
    if (before === after) return
    for (const id of after.nodes.keys()) {
      if (before.nodes.has(id)) this.#pair(id, before, after)
      else this.#come.set(id, after)
    }
    for (const id of before.nodes.keys()) if (!after.nodes.has(id)) this.#gone.set(id, before)
    this.#children(before.children, after.children)
  }

  #children(before: readonly Fragment[], after: readonly Fragment[]): void {
    const others: Fragment[] = []
    const earlier = new Map<string, Fragment>()
    for (let at = 0; at < Math.max(before.length, after.length); at++) {
      const old = before[at]
      const now = after[at]
      if (old === now) continue
      if (old) earlier.set(old.key, old)
      if (now) others.push(now)
    }
    for (const now of others) {
      const old = earlier.get(now.key)
      earlier.delete(now.key)
      if (old) this.walk(old, now)
      else everyNode(now, (id, piece) => this.#come.set(id, piece))
    }
    for (const old of earlier.values()) everyNode(old, (id, piece) => this.#gone.set(id, piece))
  }

  #pair(id: string, before: Fragment, after: Fragment): void {
    this.#compared++
    const old = placedIn(before, id)
    const now = placedIn(after, id)
    const words = changesOf(old.node, now.node)
    const sameBroken = sameError(old.broken, now.broken)
    if (!sameBroken) words.push('the file')
    if (words.length === 0 && old.part === now.part) return
    this.#placed.set(id, now)
    if (words.length === 0) return
    this.#changed.set(id, words.join(', '))
    this.#structural ||=
      !sameBroken || !sameWires(old.node, now.node) || switchedOff(old.node) !== switchedOff(now.node) || old.node.kind !== now.node.kind
  }

  edit(seed: boolean): Edit {
    for (const [id, piece] of this.#come) {
      const old = this.#gone.get(id)
      this.#gone.delete(id)
      if (old) this.#pair(id, old, piece)
      else {
        this.#compared++
        this.#placed.set(id, placedIn(piece, id))
        this.#changed.set(id, 'new')
        this.#structural = true
      }
    }
    const removed = [...this.#gone.keys()]
    return {
      changed: this.#changed,
      placed: this.#placed,
      removed,
      structural: this.#structural || removed.length > 0,
      seed,
      compared: this.#compared + removed.length,
    }
  }
}

function everyNode(piece: Fragment, tell: (id: string, piece: Fragment) => void): void {
  for (const id of piece.nodes.keys()) tell(id, piece)
  for (const child of piece.children) everyNode(child, tell)
}

const placedIn = ({ nodes, parts, broken }: Fragment, id: string): Placed => ({
  node: nodes.get(id) as GraphNode,
  part: parts.get(id),
  broken: broken.get(id),
})

export function changesOf(old: GraphNode, now: GraphNode): string[] {
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

export const sameError = (a: NodeError | undefined, b: NodeError | undefined): boolean => a === b || canonicalJson(a) === canonicalJson(b)
const sameJson = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (typeof a === 'object' && canonicalJson(a) === canonicalJson(b))
const sameWire = (a: Ref | undefined, b: Ref | undefined): boolean => (a && refText(a)) === (b && refText(b))
const sameWireList = (a: readonly Ref[] = [], b: readonly Ref[] = []): boolean =>
  a === b || (a.length === b.length && a.every((ref, i) => sameWire(ref, b[i])))

const sameWires = (a: GraphNode, b: GraphNode): boolean =>
  changedNames(a.inputs, b.inputs, sameWireList).length === 0 && changedNames(a.paramWires, b.paramWires, sameWire).length === 0

/** Settings that decide which wires count. */
const switchedOff = (node: GraphNode): string => canonicalJson([node.settings?.mute === true, Object.keys(node.settings?.pin ?? {}).sort()])
