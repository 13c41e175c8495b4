/*
 * Whether a notebook that came from outside waits for its viewer: it does, unless every kind in it is pure and what it computes by itself
 * is little. Each reason is a sentence for the banner.
 */
import type { GraphNode } from '../graph/graph'
import { planOf } from '../notebook'
import type { Notebook } from '../notebook/types'
import { kindById } from '../nodes'
import { EMBEDDED_MODEL } from './served-models'

/** Beyond this many nodes a page does not begin by itself. */
const MOST_NODES = 200
/** Tokens that one node may write by itself, and milliseconds that its kind may expect to take. */
const MOST_TOKENS = 256
const MOST_MS = 2000
const MOST_REASONS = 6

export function reasonsToWait(notebook: Notebook): readonly string[] {
  if (notebook.broken) return []
  const { graph, definitions } = planOf(notebook)
  const all = [...nodesIn(graph.values()), ...[...definitions.values()].flatMap(({ body }) => nodesIn(body.values()))]
  const reasons = all.flatMap(reasonsOf)
  if (all.length > MOST_NODES) reasons.unshift(`It has ${all.length} nodes.`)
  if (reasons.length <= MOST_REASONS) return reasons
  return [...reasons.slice(0, MOST_REASONS), `There are ${reasons.length - MOST_REASONS} more such nodes.`]
}

const nodesIn = (nodes: Iterable<GraphNode>): GraphNode[] =>
  [...nodes].flatMap((node) => [node, ...(node.body ? nodesIn(node.body.values()) : [])])

function reasonsOf({ id, kind: name, params: written }: GraphNode): string[] {
  const kind = kindById(name)
  if (!kind) return []
  const parsed = kind.params.safeParse(written)
  const params = parsed.success ? parsed.data : {}
  const reasons = parsed.success ? (kind.effects?.(parsed.data) ?? []).map(({ words }) => `${id} ${words}.`) : []
  const { source, most } = params as { readonly source?: unknown; readonly most?: unknown }
  if (kind.needs?.includes('models') && typeof source === 'string' && source !== EMBEDDED_MODEL) {
    reasons.push(`${id} opens the model ${source.slice(0, 100)}.`)
  }
  if (kind.region) reasons.push(`${id} runs what is inside it again and again.`)
  else if (typeof most === 'number' && most > MOST_TOKENS) reasons.push(`${id} goes on for up to ${most} steps.`)
  if (parsed.success && (kind.cost?.(parsed.data) ?? 0) > MOST_MS) reasons.push(`${id} takes long.`)
  return reasons
}
