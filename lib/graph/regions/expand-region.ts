/* A region: a hidden plan of its iterations, the body once for each, and the region's own node, which gathers what is kept. */
import type { NodeKind } from '../define-node'
import type { GraphNode, Ref } from '../graph'
import { Output, type Outputs } from '../port-type'
import { looseParams } from '../params'
import { portsOf } from '../ports'
import { expandScope, lead, mapWires, put, type Expanding } from './expand'
import type { Gathers, Part, Shape } from './flat'
import { iterationPath, partOf } from './names'
import {
  currentKind,
  DECISION,
  entryPort,
  gatherKind,
  ITERATIONS,
  keptPort,
  lastPort,
  MORE,
  moreKind,
  planKind,
  stateKind,
  type Gatherer,
} from './parts'
import { Whatever } from './ports'
import { Scope } from './scope'
import type { Iterations, RegionSpec, TurnsSpec } from './spec'

type Wires = Readonly<Record<string, readonly Ref[]>>

interface Region {
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

export function expandRegion(
  work: Expanding,
  scope: Scope,
  node: GraphNode,
  kind: NodeKind,
  spec: RegionSpec,
  part: Part | undefined,
): void {
  const id = scope.flatId(node.id)
  const region: Region = { work, scope, node, kind, spec, part, id, plan: partOf(id, 'plan') }
  putPlan(region)
  const shape = work.shapes.get(region.plan)
  const known = shape && 'count' in shape ? shape : { count: 0, names: [], labels: [], parallel: 1 }
  if (spec.turns) expandTurns(region, spec.turns, known)
  else expandList(region, known)
}

const entries = (node: GraphNode, param: string | undefined): Wires => (param === undefined ? {} : (node.entryWires?.[param] ?? {}))

/** The region's wires from outside, led to flat nodes. */
function outerNode(region: Region): GraphNode {
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

function putPlan(region: Region): void {
  const { work, scope, node, kind, spec, part, id, plan } = region
  const wires = entries(node, spec.entries)
  const outer = outerNode(region)
  const inputs = { ...outer.inputs }
  for (const [name, refs] of Object.entries(wires))
    inputs[entryPort(spec.entries ?? '', name)] = refs.map((ref) => lead(work, scope, id, ref))
  const own = kind.ports ? portsOf(kind, looseParams(kind.params, node.params)).inputs : kind.inputs
  put(work, { ...outer, id: plan, inputs }, { ...part, kind: planKind(kind, spec, Object.keys(wires), own), owner: id, shapes: true })
}

type Known = Extract<Shape, { count: number }>

function expandList(region: Region, known: Known): void {
  const { work, node, spec, id, plan } = region
  const bodies: Scope[] = []
  for (let at = 0; at < known.count; at++) {
    const body = bodyOf(region, at)
    bodies.push(body)
    const window = {
      limit: known.parallel,
      kept: Object.values(entries(node, spec.keep)).flatMap((refs) => refs.map((ref) => body.resolve(ref).node)),
    }
    const inputs = { [ITERATIONS]: [{ node: plan, port: ITERATIONS }] }
    put(
      work,
      { id: body.region!.current, kind: 'current values', version: 1, params: { at, names: known.names }, paramWires: {}, inputs },
      { ...partWithin(region, at), kind: currentKind(spec), owner: id, gate: plan, window },
    )
    expandScope(work, body, partWithin(region, at))
  }
  putRegion(region, bodies, known, plan, {})
}

const partWithin = ({ id }: Region, index: number): Part => ({ within: { region: id, index } })

function bodyOf({ scope, node, id, work }: Region, at: number): Scope {
  const suffix = iterationPath(scope.suffix, at)
  const around = { id: node.id, current: iterationPath(id, at) }
  return new Scope(
    { kinds: work.kinds, definitions: work.authored.definitions },
    node.body ?? new Map(),
    scope.prefix,
    suffix,
    scope,
    around,
  )
}

function expandTurns(region: Region, turns: TurnsSpec, known: Known): void {
  const { work, node, plan } = region
  const until = node.paramWires[turns.until]
  const next = entries(node, turns.next)
  const bodies: Scope[] = []
  let gate = plan
  let ended = false
  for (let at = 0; at < known.count && !ended; at++) {
    const body = bodyOf(region, at)
    putState(region, turns, body, bodies[at - 1], at, gate)
    bodies.push(body)
    expandScope(work, body, partWithin(region, at))
    if (!until) continue
    const more = partOf(region.id, `more[${at}]`)
    const inputs = { until: [body.resolve(until)], ...gateWire(gate, plan) }
    put(
      work,
      { id: more, kind: 'go on', version: 1, params: {}, paramWires: {}, inputs },
      { ...region.part, kind: moreKind, owner: region.id, shapes: true, gate },
    )
    gate = more
    const shape = work.shapes.get(more)
    ended = !(shape && 'decision' in shape && shape.decision === 1)
  }
  const last = bodies.at(-1)
  const carried = Object.keys(entries(node, turns.carry))
  const state = (name: string): Ref =>
    ended || !next[name]?.[0] ? { node: last!.region!.current, port: name } : last!.resolve(next[name][0])
  putRegion(region, bodies, known, gate, last ? Object.fromEntries(carried.map((name) => [name, state(name)])) : {})
}

/** What is decided before a turn: that there is one at all, and that the one before was not the last. */
const gateWire = (gate: string, plan: string): Record<string, readonly Ref[]> =>
  gate === plan ? { [ITERATIONS]: [{ node: plan, port: ITERATIONS }] } : { [MORE]: [{ node: gate, port: DECISION }] }

function putState(region: Region, turns: TurnsSpec, body: Scope, before: Scope | undefined, at: number, gate: string): void {
  const { work, scope, node, spec, id, plan } = region
  const carry = entries(node, turns.carry)
  const next = entries(node, turns.next)
  const inputs: Record<string, readonly Ref[]> = {}
  for (const [name, refs] of Object.entries(carry)) {
    const follows = before && next[name]?.[0]
    if (follows) inputs[name] = [before.resolve(follows)]
    else inputs[name] = before ? [{ node: before.region!.current, port: name }] : refs.map((ref) => lead(work, scope, id, ref))
  }
  Object.assign(inputs, gateWire(gate, plan))
  put(
    work,
    { id: body.region!.current, kind: 'state', version: 1, params: { at, names: Object.keys(carry) }, paramWires: {}, inputs },
    { ...partWithin(region, at), kind: stateKind(spec), owner: id, gate },
  )
}

function putRegion(region: Region, bodies: readonly Scope[], known: Known, gate: string, last: Readonly<Record<string, Ref>>): void {
  const { work, node, kind, spec, part, plan } = region
  const keep = entries(node, spec.keep)
  const kept = Object.fromEntries(
    Object.entries(keep).map(([name, refs]) => [name, refs[0] ? bodies.map((body) => body.resolve(refs[0]!)) : []]),
  )
  const inputs: Record<string, readonly Ref[]> = { [ITERATIONS]: [{ node: plan, port: ITERATIONS }] }
  for (const [name, refs] of Object.entries(kept)) for (const [at, ref] of refs.entries()) inputs[keptPort(name, at)] = [ref]
  for (const [name, ref] of Object.entries(last)) inputs[lastPort(name)] = [ref]
  const ports = Object.keys(inputs).filter((port) => port !== ITERATIONS)
  if (gate !== plan) inputs[MORE] = [{ node: gate, port: DECISION }]
  const gatherer = gathererOf(Object.keys(keep), Object.keys(last), bodies.length, spec)
  const label = (index: number): string => known.labels[index] ?? `${index}`
  const gathers: Gathers = { spec, plan, count: bodies.length, gate, kept, gatherer, label }
  const outputs = outputsOf(kind, [...Object.keys(keep), ...Object.keys(last)])
  const signature = Object.keys(keep).join(' ')
  put(
    work,
    { ...outerNode(region), inputs },
    { ...part, kind: gatherKind(kind, spec, ports, outputs, gatherer, signature), gate, gathers, signature },
  )
}

/** Own outputs and one of each name, of whatever type comes. */
function outputsOf(kind: NodeKind, names: readonly string[]): Outputs {
  const own = new Output(Whatever, '', false, 'optional')
  return { ...kind.outputs, ...Object.fromEntries(names.map((name) => [name, own])) }
}

const gathererOf =
  (kept: readonly string[], last: readonly string[], count: number, spec: RegionSpec): Gatherer =>
  (node, params, read) => {
    const iterations = read(ITERATIONS) as Iterations
    const box = (port: string) => read(port) as ReturnType<RegionSpec['place']> | undefined
    return {
      node,
      params,
      iterations: spec.turns ? { ...iterations, rounds: iterations.rounds.slice(0, count) } : iterations,
      kept: Object.fromEntries(kept.map((name) => [name, Array.from({ length: count }, (_, at) => box(keptPort(name, at)))])),
      ...(spec.turns ? { last: Object.fromEntries(last.map((name) => [name, box(lastPort(name))])), ended: read(MORE) === 0 } : {}),
    }
  }
