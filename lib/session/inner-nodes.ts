/* All nodes that a plan has, those in bodies of regions and in uses of definitions by their path. */
import type { GraphNode } from '../graph/graph'
import { Paths } from '../graph/regions/paths'
import { kindById } from '../nodes'
import type { EvaluatorPlan } from './types'

/** Nodes inside regions and uses: `said`, `draft/said`. */
export function innerNodes(plan: EvaluatorPlan): ReadonlyMap<string, GraphNode> {
  const graph = new Map(plan.nodes.map((node) => [node.id, node]))
  const definitions = new Map((plan.definitions ?? []).map((definition) => [definition.name, definition]))
  const { inner } = new Paths({ graph, seed: plan.seed, broken: plan.broken, definitions }, kindById)
  return new Map([...inner].map(([path, { node }]) => [path, node]))
}

export const nodeIdsOf = (plan: EvaluatorPlan): ReadonlySet<string> =>
  new Set([...plan.nodes.map((node) => node.id), ...innerNodes(plan).keys()])
