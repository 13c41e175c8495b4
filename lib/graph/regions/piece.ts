/*
 * The flat graph in pieces: one for each region, iteration, use and choice, and one for all plain nodes. A piece is made anew
 * where its shape changed and is the same object elsewhere, so that two flat graphs are compared only where they differ.
 */
import type { GraphNode } from '../graph'
import type { NodeError } from '../states'
import type { FlatNodes, Part } from './flat'
import type { Scope } from './scope'

export interface Fragment extends FlatNodes {
  /** Flat, unique among all pieces. */
  readonly key: string
  /** What it was made of besides the graph and the shapes. */
  readonly tag: string
  readonly children: readonly Fragment[]
  /** Of an iteration: its body. */
  readonly scope: Scope | undefined
}

export const NOTHING: Fragment = {
  key: '',
  tag: '',
  nodes: new Map(),
  parts: new Map(),
  broken: new Map(),
  children: [],
  scope: undefined,
}

/** What is put while a piece is filled. */
export class Sink implements FlatNodes {
  readonly nodes = new Map<string, GraphNode>()
  readonly parts = new Map<string, Part>()
  readonly broken = new Map<string, NodeError>()
  readonly children: Fragment[] = []
  #byKey: Map<string, Fragment> | undefined

  /** `before`: the piece that this one takes the place of. */
  constructor(readonly before: Fragment | undefined) {}

  /** The earlier child of this key. Children come in the same order mostly. */
  earlier(key: string): Fragment | undefined {
    const list = this.before?.children
    const here = list?.[this.children.length]
    if (!list || here?.key === key) return here
    this.#byKey ??= new Map(list.map((piece) => [piece.key, piece]))
    return this.#byKey.get(key)
  }
}
