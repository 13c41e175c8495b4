/* Whether a wire may be drawn in this notebook, asked with the kinds at hand. */
import { canConnect, type WireQuestion } from '../graph/connect'
import type { NodeKind } from '../graph/define-node'
import { ERROR_PORT, type Definition, type Definitions, type Graph, type GraphNode, type Ref } from '../graph/graph'
import { portsAsWritten, type Ports } from '../graph/ports'
import { regionForm } from '../graph/region-form'
import { wiredOf } from '../graph/regions/wired'
import { refusals } from '../graph/sentences'
import { deepNodes } from '../notebook/graph-of'
import { kindById } from '../nodes'
import { AnyPort, converters, portTypes, Text } from '../values'
import type { WireVerdict } from './types'

/** What a wire may join: the nodes of the sheets, of bodies and of definitions. */
export interface Joinable {
  readonly graph: Graph
  readonly definitions?: Definitions
}

const NONE: Definitions = new Map()

/** Ports of a node as it stands, or null where its kind is not known. */
export function portsIn(graph: Graph, definitions: Definitions = NONE): WireQuestion['ports'] {
  return (id) => {
    const node = graph.get(id)
    const kind = node && kindById(node.kind)
    return node && kind ? withError(portsAsWritten(kind, node.params, wiredOf(node, definitionOf(node, kind, definitions)))) : null
  }
}

/** Every node has the sentence of its failure as an output. */
const withError = (ports: Ports): Ports => ({ ...ports, outputs: { [ERROR_PORT]: ERROR_OUTPUT, ...ports.outputs } })
const ERROR_OUTPUT = Text.output('the sentence of its failure, where it failed')

function definitionOf(node: GraphNode, kind: NodeKind, definitions: Definitions): Definition | undefined {
  const name = kind.definition && node.params[kind.definition.of]
  return typeof name === 'string' ? definitions.get(name) : undefined
}

/** Nodes of a definition are `NAME/id`; among each other they are joined by their plain names. */
export function verdictOn({ graph, definitions }: Joinable, from: Ref, to: Ref): WireVerdict {
  const [name, id] = to.node.split('/')
  const definition = id === undefined ? undefined : definitions?.get(name ?? '')
  if (!definition || id === undefined) return verdictIn({ graph, ...(definitions ? { definitions } : {}) }, from, to)
  const source = from.node.slice(from.node.indexOf('/') + 1)
  if (source === definition.name) return Object.hasOwn(definition.inputs, from.port) ? { ok: true } : noInput(definition, from)
  return verdictIn({ graph: definition.body, ...(definitions ? { definitions } : {}) }, { ...from, node: source }, { ...to, node: id })
}
const noInput = ({ name }: Definition, { port }: Ref): WireVerdict => ({ ok: false, message: refusals.noSuchOutput(name, port) })

function verdictIn({ graph, definitions }: Joinable, from: Ref, to: Ref): WireVerdict {
  const place = placeOf(graph, to.node)
  const deep = new Map([...deepNodes(graph)].map((node) => [node.id, node]))
  const around = place.find((region) => region.id === from.node)
  const plain = portsIn(deep, definitions)
  const ports: WireQuestion['ports'] = (id) => (id === from.node && around ? insidePorts(around, plain(id), from.port) : plain(id))
  const outside = around ? null : wireOut(graph, from.node, place)
  if (outside !== null) return { ok: false, message: refusals.outOfRegion(from, outside) }
  return canConnect({ graph: around ? withoutNode(deep, around.id) : deep, ports, converters, from, to })
}

/** The regions around a node, outermost first. */
function placeOf(graph: Graph, id: string): readonly GraphNode[] {
  for (const node of graph.values()) {
    if (!node.body) continue
    if (node.body.has(id)) return [node]
    const deeper = placeOf(node.body, id)
    if (deeper.length > 0) return [node, ...deeper]
  }
  return []
}

/** The region that a wire would leave, where its end lies outside of it. */
function wireOut(graph: Graph, from: string, place: readonly GraphNode[]): string | null {
  return placeOf(graph, from).find((region) => !place.includes(region))?.id ?? null
}

/** Inside of a region its own id gives the current values: whatever comes, where only the values will tell. */
function insidePorts(region: GraphNode, ports: Ports | null, port: string): Ports | null {
  const inside = regionForm(region.kind)?.inside(region.params, () => entriesOf(region))
  if (!ports || !inside || !(inside.open || Object.hasOwn(inside.types, port))) return ports
  const type = portTypes.get(inside.types[port] ?? 'any') ?? AnyPort
  return { inputs: ports.inputs, outputs: { [port]: type.output('') } }
}

/** Types of wired entries are not asked for here. */
const entriesOf = (region: GraphNode): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.values(region.entryWires ?? {}).flatMap((wires) => Object.entries(wires).map(([name, refs]) => [name, refs.map(() => 'any')])),
  )

/** Current values come from before the body: such a wire closes no circle. */
const withoutNode = (graph: Graph, id: string): Graph => new Map([...graph].filter(([one]) => one !== id))
