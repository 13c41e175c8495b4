/* The notebook's graph as the runtime takes it, and the nodes that must not run because of what stands in the file. */
import type { Definition, Definitions, Graph, GraphNode } from '../graph/graph'
import { definitionParam } from '../graph/region-form'
import type { NodeError } from '../graph/states'
import { deepEntries } from './entry-tree'
import { nameFault } from './names'
import { standIn } from './stand-in'
import type { NodeEntry, Notebook } from './types'

export interface NotebookPlan {
  /** All nodes in document order. One that is not understood stands in with its wires, as far as they can be read. */
  readonly graph: Graph
  readonly definitions: Definitions
  readonly seed: number
  /** By id, those in bodies too; nodes of definitions as `NAME/id`. */
  readonly broken: Readonly<Record<string, NodeError>>
}

export function planOf(notebook: Notebook): NotebookPlan {
  const graph = graphOf(notebook)
  const definitions = definitionsOf(notebook)
  return { graph, definitions, seed: notebook.seed, broken: brokenNodes(notebook, graph, definitions) }
}

export function graphOf(notebook: Notebook): Graph {
  return graphOfEntries(entriesOf(notebook))
}
function graphOfEntries(entries: Iterable<NodeEntry>): Graph {
  const graph = new Map<string, GraphNode>()
  for (const entry of entries) if (nameFault(entry.id) === null && !graph.has(entry.id)) graph.set(entry.id, entry.node ?? standIn(entry))
  return graph
}

export function definitionsOf(notebook: Notebook): Definitions {
  const definitions = new Map<string, Definition>()
  for (const block of notebook.blocks) {
    if (block.type !== 'define' || definitions.has(block.name) || nameFault(block.name) !== null) continue
    const { name, inputs, outputs } = block
    definitions.set(name, { name, inputs, outputs, body: graphOfEntries(block.entries) })
  }
  return definitions
}

/** Nodes of the sheets, without those in bodies. */
export function* entriesOf(notebook: Pick<Notebook, 'blocks'>): Generator<NodeEntry> {
  for (const block of notebook.blocks) if (block.type === 'graph') yield* block.entries
}
/** Nodes of the sheets with those in bodies. */
export function* allEntriesOf(notebook: Pick<Notebook, 'blocks'>): Generator<NodeEntry> {
  for (const block of notebook.blocks) if (block.type === 'graph') yield* deepEntries(block.entries)
}

/** Every node with those in bodies. */
export function* deepNodes(graph: Graph): Generator<GraphNode> {
  for (const node of graph.values()) {
    yield node
    if (node.body) yield* deepNodes(node.body)
  }
}

function brokenNodes(notebook: Notebook, graph: Graph, definitions: Definitions): Record<string, NodeError> {
  const broken = Object.create(null) as Record<string, NodeError>
  const known = new Set(addresses(graph, definitions))
  const add = (id: string, error: NodeError) => {
    const above = Object.hasOwn(broken, id) ? broken[id] : undefined
    if (known.has(id)) broken[id] = above ? { ...above, message: `${above.message} ${error.message}` } : error
  }
  for (const { node, severity, code, message, hint, line, definition } of notebook.problems) {
    if (severity === 'warning') continue
    const error = { code, message: `Line ${line}: ${message}`, ...(hint ? { hint } : {}) }
    if (node !== undefined) add(node, error)
    if (definition !== undefined) for (const use of usesOf(definition, graph, definitions)) add(use, error)
  }
  for (const [id, entry] of notUnderstood(notebook))
    if (!Object.hasOwn(broken, id))
      add(id, { code: 'not-understood', message: `Node \`${entry.id}\` is not understood; its text is kept.` })
  return broken
}

function* addresses(graph: Graph, definitions: Definitions): Generator<string> {
  for (const node of deepNodes(graph)) yield node.id
  for (const { name, body } of definitions.values()) for (const node of deepNodes(body)) yield `${name}/${node.id}`
}

/** Nodes that stand for a definition, wherever they are. */
export function* usesOf(name: string, graph: Graph, definitions: Definitions): Generator<string> {
  for (const node of deepNodes(graph)) if (definitionOf(node) === name) yield node.id
  for (const outer of definitions.values())
    for (const node of deepNodes(outer.body)) if (definitionOf(node) === name) yield `${outer.name}/${node.id}`
}
/** The definition that a node names, if it is of a kind that stands for one. */
export function definitionOf(node: GraphNode): string | null {
  const param = definitionParam(node.kind)
  const name = param === undefined ? undefined : node.params[param]
  return typeof name === 'string' ? name : null
}

/** The first node of each id, where it is not understood. */
function* notUnderstood(notebook: Notebook): Generator<readonly [string, NodeEntry]> {
  const seen = new Set<string>()
  for (const block of notebook.blocks) {
    if (block.type !== 'graph' && block.type !== 'define') continue
    for (const entry of deepEntries(block.entries)) {
      const id = block.type === 'define' ? `${block.name}/${entry.id}` : entry.id
      if (!seen.has(id) && !entry.node) yield [id, entry]
      seen.add(id)
    }
  }
}
