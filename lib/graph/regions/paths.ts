/*
 * Nodes as the file names them and the instances they stand for: `said` inside a region is the iteration that the viewer has
 * chosen, the first where nothing was chosen.
 */
import type { Graph, GraphNode } from '../graph'
import type { NodeKind } from '../define-node'
import { isSpecial, type Authored } from './work'
import { iterationPath, partsOf } from './names'

/** A node of the file. `regions`: for each part of its path the regions around it there, by path, outermost first. */
export interface Written {
  readonly node: GraphNode
  readonly regions: readonly (readonly string[])[]
}

/** Uses of uses of uses multiply: beyond this many nodes the rest has no path of its own. */
const MOST = 100_000

export class Paths {
  readonly #written = new Map<string, Written>()
  constructor(
    readonly authored: Authored,
    readonly kinds: (id: string) => NodeKind | undefined,
  ) {
    for (const node of authored.graph.values()) if (isSpecial(kinds(node.kind))) this.#within(node, node.id, [[]], [])
  }

  /** Nodes inside regions and uses, by path; those of the notebook's own graph are not among them. */
  get inner(): ReadonlyMap<string, Written> {
    return this.#written
  }

  get(path: string): Written | undefined {
    const node = this.authored.graph.get(path)
    return node ? { node, regions: [[]] } : this.#written.get(path)
  }

  #within(node: GraphNode, path: string, regions: Written['regions'], uses: readonly string[]): void {
    const kind = this.kinds(node.kind)
    if (kind?.region && node.body) this.#all(node.body, path, [...regions.slice(0, -1), [...(regions.at(-1) ?? []), path]], uses)
    if (!kind?.definition) return
    const name = node.params[kind.definition.of]
    const definition = typeof name === 'string' && !uses.includes(name) ? this.authored.definitions.get(name) : undefined
    if (definition) this.#all(definition.body, `${path}/`, [...regions, []], [...uses, definition.name])
  }

  #all(graph: Graph, before: string, regions: Written['regions'], uses: readonly string[]): void {
    const folder = before.slice(0, before.lastIndexOf('/') + 1)
    for (const node of graph.values()) {
      if (this.#written.size >= MOST) return
      const path = folder + node.id
      this.#written.set(path, { node, regions })
      this.#within(node, path, regions, uses)
    }
  }
}

/** What a wished id stands for now, and regions whose iterations must be known before it can be told. */
export interface Found {
  readonly id?: string
  readonly waitsFor?: string
  /** The nodes that begin the iterations it lies in, outermost first. */
  readonly begins?: readonly string[]
}

/** `countOf`: iterations of a region's instance, as far as they are known. `chosen`: by the region's path. */
export function findInstance(
  written: Written,
  wished: string,
  countOf: (region: string) => number,
  chosen: (region: string) => number,
): Found {
  let prefix = ''
  let waitsFor: string | undefined
  const begins: string[] = []
  for (const [place, { name, at }] of partsOf(wished).entries()) {
    let suffix = ''
    for (const [level, region] of (written.regions[place] ?? []).entries()) {
      const instance = prefix + region.slice(region.lastIndexOf('/') + 1) + suffix
      const count = countOf(instance)
      const wanted = at[level] ?? chosen(region)
      const index = at[level] ?? Math.min(wanted, count - 1)
      if (wanted >= count) waitsFor ??= instance
      if (index < 0 || index >= count) return { waitsFor: instance, begins }
      begins.push(iterationPath(instance, index))
      suffix = iterationPath(suffix, index)
    }
    prefix += `${name}${suffix}/`
  }
  return { id: prefix.slice(0, -1), begins, ...(waitsFor === undefined ? {} : { waitsFor }) }
}
