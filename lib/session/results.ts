/* The object that `vitrine run --format json` prints and the page copies: the same from both. */
import type { Json } from '../graph/json'
import type { GraphNode } from '../graph/graph'
import type { Notebook } from '../notebook/types'
import { kindCardById } from './catalogue'
import type { NodeView } from './types'

function errorOf(view: NodeView): Json | undefined {
  if (!view.error) return undefined
  const { code, port, message, hint } = view.error
  return { code, ...(port === undefined ? {} : { port }), message, ...(hint === undefined ? {} : { hint }) }
}

function outputsOf(view: NodeView): Json {
  const entries = Object.entries(view.outputs).map(([port, output]): [string, Json] => [
    port,
    { type: output.type, hash: output.hash ?? null, value: output.json },
  ])
  return Object.fromEntries(entries)
}

function nodeOf(node: GraphNode, view: NodeView): Json {
  const error = errorOf(view)
  return {
    kind: `${node.kind}@${node.version}`,
    state: view.state,
    ...(view.reason === undefined ? {} : { reason: view.reason }),
    ...(error === undefined ? {} : { error }),
    ms: Math.round((view.ms ?? 0) * 1000) / 1000,
    outputs: outputsOf(view),
  }
}

/** Whether an assertion node holds: its output `number` is 1 and it is fresh. */
const holds = (view: NodeView): boolean => {
  const value = view.outputs['number']?.json
  return (
    view.state === 'fresh' && (value === 1 || (typeof value === 'object' && value !== null && 'value' in value && value['value'] === 1))
  )
}

/** An exercise that nobody has begun: what it needs is still to be filled in. It is neither passed nor failed. */
function waits(view: NodeView, views: ReadonlyMap<string, NodeView>): boolean {
  if (view.state === 'empty') return true
  return view.state === 'blocked' && views.get(view.reason ?? '')?.state === 'empty'
}

export function assertionCounts(nodes: readonly GraphNode[], views: ReadonlyMap<string, NodeView>): { passed: number; failed: number } {
  const assertions = nodes.filter((node) => kindCardById(node.kind)?.assertion).map((node) => views.get(node.id))
  const seen = assertions.filter((view): view is NodeView => view !== undefined && !waits(view, views))
  const passed = seen.filter(holds).length
  return { passed, failed: seen.length - passed }
}

export function resultsOf(notebook: Notebook, nodes: readonly GraphNode[], views: ReadonlyMap<string, NodeView>): Json {
  const entries = nodes.flatMap((node): [string, Json][] => {
    const view = views.get(node.id)
    return view ? [[node.id, nodeOf(node, view)]] : []
  })
  const problems = notebook.problems.map(({ line, column, code, message, hint }): Json => ({
    line,
    column,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
  }))
  return {
    notebook: notebook.title,
    seed: notebook.seed,
    nodes: Object.fromEntries(entries),
    assertions: assertionCounts(nodes, views),
    ...(problems.length > 0 ? { problems } : {}),
  }
}
