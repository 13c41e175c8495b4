/* A region: a hidden plan of its iterations, the body once for each, and the region's own node, which gathers what is kept. */
import type { NodeKind } from '../define-node'
import type { GraphNode } from '../graph'
import { expandScope, put, type Expanding } from './work'
import { expandTurns } from './expand-turns'
import type { Part } from './flat'
import { child } from './fragment'
import { putRegion } from './gathering'
import { currentKind, ITERATIONS } from './parts'
import { bodyLater, currentId, entries, outerNode, partWithin, planOf, putPlan, type Known, type Region } from './region'
import type { Scope } from './scope'
import type { RegionSpec } from './spec'

export function expandRegion(
  work: Expanding,
  scope: Scope,
  node: GraphNode,
  kind: NodeKind,
  spec: RegionSpec,
  part: Part | undefined,
): void {
  const id = scope.flatId(node.id)
  const region: Region = { work, scope, node, kind, spec, part, id, plan: planOf(id) }
  const outer = outerNode(region)
  putPlan(region, outer)
  const shape = work.shapes.get(region.plan)
  const known = shape && 'count' in shape ? shape : { count: 0, names: [], labels: [], rounds: [], parallel: 1 }
  if (spec.turns) expandTurns(region, spec.turns, known, outer)
  else expandList(region, known, outer)
}

function expandList(region: Region, known: Known, outer: GraphNode): void {
  const { work, plan, id } = region
  const common = JSON.stringify([known.names, known.parallel])
  const bodies: Scope[] = []
  for (let at = 0; at < known.count; at++) {
    const scope = bodyLater(region, at)
    const tag = `${common} ${known.rounds[at]}`
    const piece = child(work, currentId(id, at), (inner) => expandIteration({ ...region, work: inner }, scope(), at, known), { tag, scope })
    bodies.push(piece.scope as Scope)
  }
  putRegion(region, { outer, bodies, known, gate: plan, last: {} })
}

function expandIteration(region: Region, body: Scope, at: number, known: Known): void {
  const { work, node, spec, id, plan } = region
  const window = {
    limit: known.parallel,
    kept: Object.values(entries(node, spec.keep)).flatMap((refs) => refs.map((ref) => body.resolve(ref).node)),
  }
  const inputs = { [ITERATIONS]: [{ node: plan, port: ITERATIONS }] }
  put(
    work,
    {
      id: currentId(id, at),
      kind: 'current values',
      version: 1,
      params: { at, names: known.names, round: known.rounds[at] ?? '' },
      paramWires: {},
      inputs,
    },
    { ...partWithin(region, at), kind: currentKind(spec), owner: id, gate: plan, window },
  )
  expandScope(work, body, partWithin(region, at))
}
