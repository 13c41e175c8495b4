/*
 * What the notebook's parser must know of kinds: names, how scalars are read, ports, which wires fit. No compute. The shapes
 * are the notebook room's KindLookup; the type says so where the two rooms meet.
 */
import { closest } from '../graph/closest'
import type { NodeKind } from '../graph/define-node'
import { fits, namesOf } from '../graph/fits'
import type { GraphNode } from '../graph/graph'
import type { Json } from '../graph/json'
import { paramProblem, shapeOf } from '../graph/params'
import { portsAsWritten } from '../graph/ports'
import { wiredOf } from '../graph/regions/wired'
import { definitionParam, regionForm } from '../graph/region-form'
import { z } from '../graph/zod'
import { converters, portTypes } from '../values'
import { kindById, kinds } from '.'

type Reads = 'text' | 'number' | 'switch' | 'choice' | 'any'
interface ParamFacts {
  readonly name: string
  readonly reads: Reads
  readonly default?: Json
  readonly required?: boolean
}

interface SchemaField {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly default?: Json
}

/** How a scalar in a file is read: `value: no` is “no” for a text and a switch's off. */
function readsOf(field: SchemaField): Reads {
  // A choice among numbers is read as a number is.
  if (field.enum) return field.enum.every((entry) => typeof entry === 'number') ? 'number' : 'choice'
  if (field.type === 'string') return 'text'
  if (field.type === 'number' || field.type === 'integer') return 'number'
  return field.type === 'boolean' ? 'switch' : 'any'
}

function paramsOf(kind: NodeKind): readonly ParamFacts[] {
  const schema = z.toJSONSchema(kind.params, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, SchemaField>
    required?: readonly string[]
  }
  return Object.keys(shapeOf(kind.params)).map((name) => {
    const field = schema.properties?.[name] ?? {}
    const required = (schema.required?.includes(name) ?? false) || (regionForm(kind.kind)?.needs.includes(name) ?? false)
    return {
      name,
      reads: readsOf(field),
      ...(field.default === undefined ? {} : { default: field.default }),
      ...(required ? { required } : {}),
    }
  })
}

function portsOf(kind: NodeKind, params: Readonly<Record<string, Json>>, entryWires: GraphNode['entryWires']) {
  const { inputs, outputs } = portsAsWritten(kind, params, wiredOf({ entryWires }))
  return {
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, port]) => [name, { type: port.type.name, arity: port.arity }])),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, port]) => [name, { type: port.type.name }])),
  }
}

type Fit = { readonly ok: true } | { readonly ok: false; readonly message: string; readonly hint?: string }

function fitOf(from: string, to: string): Fit {
  const source = portTypes.get(from)
  if (!source || from === 'any' || fits(source, { name: to })) return { ok: true }
  const converter = converters.find((line) => line.from === from && namesOf(to).includes(line.to))
  const title = converter && kindById(converter.kind)?.title
  return {
    ok: false,
    message: '',
    ...(title ? { hint: `${title} turns ${from} into ${to}: put a \`${converter.kind}\` node between.` } : {}),
  }
}

function factsOf(kind: NodeKind) {
  const region = regionForm(kind.kind)
  const definition = definitionParam(kind.kind)
  return {
    kind: kind.kind,
    version: kind.version,
    params: paramsOf(kind),
    checkParam: (name: string, value: Json): string | null => paramProblem(kind.params, name, value),
    ports: (params: Readonly<Record<string, Json>>, entryWires?: GraphNode['entryWires']) => portsOf(kind, params, entryWires),
    fits: fitOf,
    ...(region ? { region } : {}),
    ...(definition === undefined ? {} : { definition }),
  }
}

const facts = new Map<string, ReturnType<typeof factsOf>>()

export const kindLookup = {
  kind(id: string) {
    const kind = kindById(id)
    if (!kind) return undefined
    const known = facts.get(id) ?? factsOf(kind)
    facts.set(id, known)
    return known
  },
  isType: (name: string): boolean => name === 'any' || portTypes.has(name),
  closest: (id: string): readonly string[] =>
    closest(
      id,
      kinds.map((kind) => kind.kind),
    ),
}
