/* A plan as it goes to the worker: nodes that stand as they were sent before are named, not copied. One may hold a megabyte of text. */
import type { GraphNode } from '../graph/graph'
import type { EvaluatorPlan } from './types'

export interface SentPlan extends Omit<EvaluatorPlan, 'nodes'> {
  /** A node, or the id of one that is as it was in the plan before. */
  readonly nodes: readonly (GraphNode | string)[]
}

export class PlanSender {
  private told: ReadonlyMap<string, GraphNode> = new Map()

  sent(plan: EvaluatorPlan): SentPlan {
    const before = this.told
    this.told = new Map(plan.nodes.map((node) => [node.id, node]))
    return { ...plan, nodes: plan.nodes.map((node) => (before.get(node.id) === node ? node.id : node)) }
  }

  /** Another worker knows nothing of what was sent. */
  forget(): void {
    this.told = new Map()
  }
}

export class PlanReader {
  private known: ReadonlyMap<string, GraphNode> = new Map()

  read(sent: SentPlan): EvaluatorPlan {
    const nodes = sent.nodes.flatMap((node) => (typeof node === 'string' ? (this.known.get(node) ?? []) : [node]))
    this.known = new Map(nodes.map((node) => [node.id, node]))
    return { ...sent, nodes }
  }
}
