/*
 * Whether a wire may be drawn, asked while it is dragged: types, params, cycles. A refusal is a sentence and, where some
 * kind turns one type into the other, that kind. Which kinds do is told from outside; abilities show when values arrive.
 */
import { fits, namesOf, takesSeveral } from './fits'
import type { Graph, Ref } from './graph'
import type { PortType } from './port-type'
import type { Ports } from './ports'
import { refusals } from './sentences'

/** `kind` takes type `from` at `input` and gives type `to` at `output`. */
export interface Converter {
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly input: string
  readonly output: string
}

export interface WireQuestion {
  readonly graph: Graph
  /** Ports of a node as it stands, or null where its kind is not known. */
  readonly ports: (node: string) => Ports | null
  readonly converters: readonly Converter[]
  readonly from: Ref
  /** `port` may name a param. */
  readonly to: Ref
  /** Names of a node's params. Absent: any name that is no input counts as one. */
  readonly params?: (node: string) => readonly string[]
  /** How a kind is called in the fix. Default: its id, capitalised. */
  readonly title?: (kind: string) => string
}

export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly message: string
      readonly fix?: { readonly title: string; readonly kind: string; readonly input: string; readonly output: string }
      /** The wire would close a circle: these nodes, put into the body of a region with turns, may go round. */
      readonly wrap?: readonly string[]
    }

export function canConnect(question: WireQuestion): Verdict {
  const { graph, from, to } = question
  const output = question.ports(from.node)?.outputs[from.port]
  if (!output) return refuse(refusals.noSuchOutput(from.node, from.port))
  const inputs = question.ports(to.node)?.inputs
  if (!inputs) return refuse(refusals.unknownNode(to.node))
  const input = Object.hasOwn(inputs, to.port) ? inputs[to.port] : undefined
  const type = typeAt(question, from, output.type)
  const unfit = input ? typeRefusal(question, type, input.type) : paramRefusal(question, type)
  if (unfit) return unfit
  const round = pathBetween(graph, to.node, from.node)
  if (round) return { ...refuse(refusals.closesCycle(round)), wrap: round }
  if (input?.arity !== 'many' && wiresAt(question).some((ref) => sameRef(ref, from))) return refuse(refusals.alreadyThere(from, to))
  return { ok: true }
}

/** A node that gives one of several types gives that of what is wired into its input of the same (10-kinds: the same letter, the same type). */
function typeAt(question: WireQuestion, ref: Ref, written: PortType<any>, seen: readonly string[] = []): PortType<any> {
  const ports = question.ports(ref.node)
  if (!takesSeveral(written) || !ports || seen.includes(ref.node)) return written
  for (const [name, input] of Object.entries(ports.inputs)) {
    const source = input.type.name === written.name ? question.graph.get(ref.node)?.inputs[name]?.[0] : undefined
    const output = source && question.ports(source.node)?.outputs[source.port]
    if (output) return entered(typeAt(question, source, output.type, [...seen, ref.node]), written)
  }
  return written
}

/** The one of several types that a value of `from` is taken as; what cannot be told yet stays open. */
const entered = (from: PortType<any>, several: PortType<any>): PortType<any> =>
  several.spec.alternatives?.find((type) => type.name === from.name) ?? several.spec.alternatives?.find((type) => fits(from, type)) ?? from

const refuse = (message: string): Extract<Verdict, { ok: false }> => ({ ok: false, message })

function typeRefusal(question: WireQuestion, from: PortType<any>, to: PortType<any>): Verdict | null {
  // Which of several types will come shows when it arrives; one of them must fit.
  if (takesSeveral(from) ? (from.spec.alternatives?.some((type) => fits(type, to)) ?? true) : fits(from, to)) return null
  const fix = converterFor(question, from, to)
  return { ok: false, message: refusals.typesDiffer(question.to, to.title, question.from, from.title, fix?.title), ...(fix ? { fix } : {}) }
}

/** Exact first; else one whose result widens or whose input takes a wider type. */
function converterFor(question: WireQuestion, from: PortType<any>, to: PortType<any>) {
  const starts = question.converters.filter((line) => line.from === from.name || from.widensTo.includes(line.from))
  const ends = namesOf(to.name)
  const reaching = starts.filter((line) => ends.includes(line.to))
  const found = reaching.find((line) => line.from === from.name) ?? reaching[0]
  if (!found) return undefined
  const title = question.title?.(found.kind) ?? found.kind.charAt(0).toUpperCase() + found.kind.slice(1)
  return { title, kind: found.kind, input: found.input, output: found.output }
}

function paramRefusal(question: WireQuestion, from: PortType<any>): Verdict | null {
  const { to } = question
  if (question.params && !question.params(to.node).includes(to.port)) return refuse(refusals.noSuchInput(to.node, to.port))
  return from.spec.asParam || takesSeveral(from) ? null : refuse(refusals.notForParams(to, question.from, from.title))
}

function wiresAt({ graph, to }: WireQuestion): readonly Ref[] {
  const node = graph.get(to.node)
  const param = node?.paramWires[to.port]
  return param ? [param] : (node?.inputs[to.port] ?? [])
}

const sameRef = (a: Ref, b: Ref): boolean => a.node === b.node && a.port === b.port

/** Nodes along existing wires from `start` to `end`, both included; null where there is no such way. */
export function pathBetween(graph: Graph, start: string, end: string): readonly string[] | null {
  // Wires are kept by their consumer, so the search runs from the end upwards.
  const towardsEnd = new Map<string, string | null>([[end, null]])
  for (const id of towardsEnd.keys()) {
    if (id === start) return followed(towardsEnd, start)
    for (const source of sourcesOf(graph, id)) if (!towardsEnd.has(source)) towardsEnd.set(source, id)
  }
  return null
}

function followed(next: ReadonlyMap<string, string | null>, start: string): string[] {
  const path = [start]
  for (let id = next.get(start); id; id = next.get(id)) path.push(id)
  return path
}

function sourcesOf(graph: Graph, id: string): string[] {
  const node = graph.get(id)
  if (!node) return []
  const entries = Object.values(node.entryWires ?? {}).flatMap((wires) => Object.values(wires).flat())
  return [...Object.values(node.inputs).flat(), ...Object.values(node.paramWires), ...entries].map((ref) => ref.node)
}
