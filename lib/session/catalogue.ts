/* Kinds as the page needs them: cards with ports and a JSON Schema of the params, no compute. */
import type { Json } from '../graph/json'
import type { AnyInput, AnyOutput } from '../graph/port-type'
import { portsAsWritten } from '../graph/ports'
import type { NodeKind } from '../graph/define-node'
import { definitionParam, regionForm } from '../graph/region-form'
import { z } from '../graph/zod'
import { kinds } from '../nodes'
import type { KindCard, PortCard } from './types'

const inputCard = ([name, port]: [string, AnyInput]): PortCard => ({
  name,
  type: port.type.name,
  doc: port.doc,
  arity: port.arity,
  streams: false,
  abilities: port.abilities,
})

const outputCard = ([name, port]: [string, AnyOutput]): PortCard => ({
  name,
  type: port.type.name,
  doc: port.doc,
  arity: 'one',
  streams: port.streams,
  abilities: [],
})

const optional = <Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>

export function kindCard(kind: NodeKind): KindCard {
  return {
    kind: kind.kind,
    version: kind.version,
    title: kind.title,
    summary: kind.summary,
    icon: kind.icon,
    group: kind.group,
    tags: kind.tags ?? [],
    sources: kind.sources ?? [],
    inline: kind.inline ?? [],
    size: kind.size,
    example: kind.example,
    exampleNode: kind.exampleNode,
    empty: kind.empty ?? kind.summary,
    assertion: kind.assertion ?? false,
    presets: kind.presets ?? [],
    schema: z.toJSONSchema(kind.params, { io: 'input', unrepresentable: 'any' }) as Json,
    ...optional('region', regionForm(kind.kind)),
    ...optional('definition', definitionParam(kind.kind)),
    ports(params, wired) {
      const { inputs, outputs } = portsAsWritten(kind, params, wired)
      return { inputs: Object.entries(inputs).map(inputCard), outputs: Object.entries(outputs).map(outputCard) }
    },
  }
}

let cards: readonly KindCard[] | undefined

/** Every kind, in the order of the catalogue. */
export function kindCards(): readonly KindCard[] {
  cards ??= kinds.map(kindCard)
  return cards
}

export const kindCardById = (id: string): KindCard | undefined => kindCards().find((card) => card.kind === id)
