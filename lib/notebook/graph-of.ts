/* The notebook's graph as the runtime takes it, and the nodes that must not run because of what stands in the file. */
import type { Graph, GraphNode, Ref } from '../graph/graph'
import type { NodeError } from '../graph/states'
import { nameFault } from './names'
import { readRef } from './value'
import type { NodeEntry, Notebook } from './types'

export interface NotebookPlan {
  /** All nodes in document order. One that is not understood stands in with its wires, as far as they can be read. */
  readonly graph: Graph
  readonly seed: number
  readonly broken: Readonly<Record<string, NodeError>>
}

export function planOf(notebook: Notebook): NotebookPlan {
  const graph = graphOf(notebook)
  return { graph, seed: notebook.seed, broken: brokenNodes(notebook, graph) }
}

export function graphOf(notebook: Notebook): Graph {
  const graph = new Map<string, GraphNode>()
  for (const entry of entriesOf(notebook))
    if (nameFault(entry.id) === null && !graph.has(entry.id)) graph.set(entry.id, entry.node ?? standIn(entry))
  return graph
}

export function* entriesOf(notebook: Pick<Notebook, 'blocks'>): Generator<NodeEntry> {
  for (const block of notebook.blocks) if (block.type === 'graph') yield* block.entries
}

/** A node whose kind is not known: what looks like a wire is drawn as one. */
function standIn(entry: NodeEntry): GraphNode {
  const inputs = Object.create(null) as Record<string, readonly Ref[]>
  for (const field of entry.fields ?? []) {
    const value =
      field.source
        .trimEnd()
        .split('\n')
        .at(-1)
        ?.slice(field.column - 1)
        .trim() ?? ''
    const ref = readRef(value)
    if (ref && field.name !== '') inputs[field.name] = [ref]
  }
  const version = Number(/@(\d+)/.exec(entry.head ?? '')?.[1] ?? 1)
  return { id: entry.id, kind: entry.kind ?? '', version, params: {}, paramWires: {}, inputs }
}

function brokenNodes(notebook: Notebook, graph: Graph): Record<string, NodeError> {
  const broken = Object.create(null) as Record<string, NodeError>
  for (const problem of notebook.problems) {
    const { node, severity, code, message, hint, line } = problem
    if (node === undefined || severity === 'warning' || !graph.has(node)) continue
    const above = Object.hasOwn(broken, node) ? broken[node] : undefined
    const said = `Line ${line}: ${message}`
    broken[node] = above ? { ...above, message: `${above.message} ${said}` } : { code, message: said, ...(hint ? { hint } : {}) }
  }
  const seen = new Set<string>()
  for (const { id, node } of entriesOf(notebook)) {
    const first = !seen.has(id)
    seen.add(id)
    if (first && !node && graph.has(id) && !Object.hasOwn(broken, id))
      broken[id] = { code: 'not-understood', message: `Node \`${id}\` is not understood; its text is kept.` }
  }
  return broken
}
