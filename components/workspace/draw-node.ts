/* One node as it is drawn, before it has a place: ports, controls, marks; for a region the lines of its walls. */
import type { Definition } from '../../lib/graph/graph'
import type { KindCard, PortCard } from '../../lib/session/types'
import type { SheetNode, SheetPort } from '../canvas'
import { paramsOf } from '../controls'
import { titleOf } from './title-of'
import type { GraphNode } from './document-types'
import { marksOf } from './node-marks'

export type CardLookup = (kind: string) => KindCard | undefined
export type DefinitionLookup = (name: string) => Pick<Definition, 'inputs' | 'outputs'> | undefined
const UNKNOWN_SIZE = { width: 192, body: 88 }

export const wiredFacts = (node: GraphNode, card: KindCard | undefined, definition: DefinitionLookup) => {
  const entries = Object.fromEntries(Object.entries(node.entryWires ?? {}).map(([param, wires]) => [param, Object.keys(wires)]))
  const name = card?.definition === undefined ? undefined : node.params[card.definition]
  const used = typeof name === 'string' ? definition(name) : undefined
  return { entries, ...(used ? { definition: { inputs: used.inputs, outputs: Object.keys(used.outputs) } } : {}) }
}

export const portsOf = (node: GraphNode, card: KindCard | undefined, definition: DefinitionLookup) =>
  card?.ports(node.params, wiredFacts(node, card, definition))

const portOf = ({ name, type, doc, arity, streams }: PortCard): SheetPort => ({ name, type, doc, arity, streams })
const madePort = (name: string, type: string, doc: string): SheetPort => ({ name, type, doc, arity: 'optional', streams: false })

export interface Drawing {
  readonly card: KindCard | undefined
  readonly definition: DefinitionLookup
  /** Somebody reads what it says when it fails. */
  readonly complains: boolean
}
const ERROR = madePort('error', 'text', 'The sentence of its failure, where it failed.')

export function drawNode(id: string, node: GraphNode, { card, definition, complains }: Drawing): SheetNode {
  const ports = portsOf(node, card, definition)
  const schemas = new Map(card ? paramsOf(card.schema, node.params) : [])
  const wired = Object.keys(node.paramWires).map((name): SheetPort => ({
    ...madePort(name, 'any', 'A setting that takes a wire.'),
    param: true,
  }))
  const own = card?.definition === undefined ? undefined : node.params[card.definition]
  const marks = marksOf(node.settings)
  return {
    id,
    kind: node.kind,
    title: titleOf(card, node),
    icon: card?.icon ?? 'square',
    x: 0,
    y: 0,
    ...(card?.size ?? UNKNOWN_SIZE),
    inputs: [...(ports?.inputs ?? []).map(portOf), ...wired],
    outputs: [...(ports?.outputs ?? []).map(portOf), ...(complains ? [ERROR] : [])],
    inline: (card?.inline ?? []).flatMap((name) => (schemas.has(name) ? [{ name, schema: schemas.get(name)! }] : [])),
    params: node.params,
    paramWires: node.paramWires,
    empty: card?.empty ?? `No kind is called ${node.kind}; its lines are kept as they are.`,
    ...(typeof own === 'string' && definition(own) ? { opens: own } : {}),
    ...(marks.length > 0 ? { marks } : {}),
  }
}
