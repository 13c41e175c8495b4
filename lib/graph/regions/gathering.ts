/*
 * A region's own node: it gathers what its iterations gave. While a loop may go on, it is wired to the last test alone, and
 * the many wires of what is kept are laid once its turns are known.
 */
import type { NodeKind } from '../define-node'
import type { GraphNode, Ref } from '../graph'
import { Output, type Outputs } from '../port-type'
import { put } from './work'
import type { Gathers } from './flat'
import { BEFORE, DECISION, gatherKind, ITERATIONS, keptPort, lastPort, MORE, type Gatherer } from './parts'
import { Whatever } from './ports'
import { entries, type Known, type Region, type Wires } from './region'
import type { Scope } from './scope'
import type { Iterations, RegionSpec } from './spec'

export interface Turning {
  readonly outer: GraphNode
  readonly bodies: readonly Scope[]
  readonly known: Known
  readonly gate: string
  /** Of turns: the state to give. */
  readonly last: Readonly<Record<string, Ref>>
  /** More turns may follow. */
  readonly open?: true
  /** The test that failed, in the last of `bodies`. */
  readonly failedAt?: string
}

export function putRegion(region: Region, turning: Turning): void {
  const { work, node, kind, spec, part, plan } = region
  const { outer, bodies, known, gate, last, open, failedAt } = turning
  const keep = entries(node, spec.keep)
  const finished = failedAt === undefined ? bodies : bodies.slice(0, -1)
  const kept = once(() => keptWires(keep, finished))
  const all = once(() => ({ ...keptInputs(kept()), ...lastInputs(last) }))
  const laid = open ? {} : failedAt === undefined ? all() : keptInputs(kept())
  const more = failedAt ?? (gate === plan ? undefined : gate)
  const inputs: Record<string, readonly Ref[]> = { [ITERATIONS]: [{ node: plan, port: ITERATIONS }], ...laid }
  if (more !== undefined) inputs[MORE] = [{ node: more, port: DECISION }]
  if (failedAt !== undefined && gate !== plan) inputs[BEFORE] = [{ node: gate, port: DECISION }]
  const names = Object.keys(keep)
  const gatherer = gathererOf(names, Object.keys(last), finished.length, spec)
  const gathers: Gathers = {
    spec,
    plan,
    count: bodies.length,
    gate: failedAt ?? gate,
    kept,
    wire: (port) => (inputs[port] ?? all()[port])?.[0],
    gatherer,
    label: (index) => known.labels[index] ?? `${index}`,
  }
  const outputs = outputsOf(kind, [...names, ...Object.keys(last)])
  const signature = names.join(' ')
  put(
    work,
    { ...outer, inputs },
    {
      ...part,
      kind: gatherKind(kind, spec, Object.keys(laid), outputs, gatherer, signature),
      gate,
      gathers,
      signature,
      ...(failedAt === undefined ? {} : { failedAt }),
    },
  )
}

const keptWires = (keep: Wires, bodies: readonly Scope[]): Wires =>
  Object.fromEntries(Object.entries(keep).map(([name, [ref]]) => [name, ref ? bodies.map((body) => body.resolve(ref)) : []]))

const keptInputs = (kept: Wires): Wires =>
  Object.fromEntries(Object.entries(kept).flatMap(([name, refs]) => refs.map((ref, at) => [keptPort(name, at), [ref]])))

const lastInputs = (last: Turning['last']): Wires => Object.fromEntries(Object.entries(last).map(([name, ref]) => [lastPort(name), [ref]]))

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
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
