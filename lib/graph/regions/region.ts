/* What all pieces of a region share: the wires that come from outside, its plan, the scope of an iteration. */
import type { NodeKind } from '../define-node'
import type { GraphNode, Ref } from '../graph'
import { looseParams } from '../params'
import { portsOf } from '../ports'
import { lead, mapWires, put, type Expanding } from './work'
import type { Part, Shape } from './flat'
import { iterationPath, partOf } from './names'
import { entryPort, planKind } from './parts'
import { Scope } from './scope'
import type { RegionSpec } from './spec'

export type Wires = Readonly<Record<string, readonly Ref[]>>
export type Known = Extract<Shape, { count: number }>

export interface Region {
  readonly work: Expanding
  readonly scope: Scope
  readonly node: GraphNode
  readonly kind: NodeKind
  readonly spec: RegionSpec
  /** What its parts have in common with everything around them. */
  readonly part: Part | undefined
  readonly id: string
  readonly plan: string
}

export const entries = (node: GraphNode, param: string | undefined): Wires => (param === undefined ? {} : (node.entryWires?.[param] ?? {}))

export const ledEntries = ({ work, scope, node, id }: Region, param: string | undefined): Wires =>
  mapWires(entries(node, param), (refs) => refs.map((ref) => lead(work, scope, id, ref)))

/** The region's wires from outside, led to flat nodes. */
export function outerNode(region: Region): GraphNode {
  const { work, scope, node, spec, id } = region
  const until = spec.turns?.until
  const own = Object.fromEntries(Object.entries(node.paramWires).filter(([param]) => param !== until))
  const { body: _body, entryWires: _entries, ...rest } = node
  return {
    ...rest,
    id,
    inputs: mapWires(node.inputs, (refs) => refs.map((ref) => lead(work, scope, id, ref))),
    paramWires: mapWires(own, (ref) => lead(work, scope, id, ref)),
  }
}

export function putPlan(region: Region, outer: GraphNode): void {
  const { work, node, kind, spec, part, id, plan } = region
  const wires = ledEntries(region, spec.entries)
  const inputs = { ...outer.inputs }
  for (const [name, refs] of Object.entries(wires)) inputs[entryPort(spec.entries ?? '', name)] = refs
  const own = kind.ports ? portsOf(kind, looseParams(kind.params, node.params)).inputs : kind.inputs
  put(work, { ...outer, id: plan, inputs }, { ...part, kind: planKind(kind, spec, Object.keys(wires), own), owner: id, shapes: work.path })
}

export const currentId = (id: string, at: number): string => iterationPath(id, at)

export const partWithin = ({ id }: Region, index: number): Part => ({ within: { region: id, index } })

export function bodyOf({ scope, node, id, work }: Region, at: number): Scope {
  const suffix = iterationPath(scope.suffix, at)
  const around = { id: node.id, current: currentId(id, at) }
  const world = { kinds: work.kinds, definitions: work.authored.definitions }
  return new Scope(world, node.body ?? new Map(), scope.prefix, suffix, scope, around)
}

export const planOf = (id: string): string => partOf(id, 'plan')

/** The scope, made when first asked for. */
export function bodyLater(region: Region, at: number): () => Scope {
  let body: Scope | undefined
  return () => (body ??= bodyOf(region, at))
}
