/* Every param of every kind can be wired: a number drives numbers and switches, a text words and choices, data lists and records. */
import { describe, expect, it } from 'vitest'
import type { Json } from '../graph/json'
import { parseParams, shapeOf, wiredParam } from '../graph/params'
import { z } from '../graph/zod'
import { JsonPort, NumberPort, numberOf, Text } from '../values'
import { kinds } from '.'

interface Field {
  readonly type?: string | readonly string[]
  readonly enum?: readonly Json[]
  readonly default?: Json
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly items?: Field
  readonly minItems?: number
  readonly anyOf?: readonly Field[]
}

/** A value of the type that a wire of this param would bring, as the port type hands it over; and that type. */
function brought(field: Field): { readonly type: string; readonly value: Json } {
  if (field.anyOf && field.default === undefined) return brought(field.anyOf[0]!)
  if (typeof field.type === 'object') return brought({ ...field, type: field.type[0]! })
  const value = field.default ?? sample(field)
  if (typeof value === 'number') return { type: 'number', value: NumberPort.spec.asParam!(numberOf(value)) }
  // A switch takes the number that a yes or no is.
  if (typeof value === 'boolean') return { type: 'number', value: NumberPort.spec.asParam!(numberOf(Number(value), 'yes/no')) }
  if (typeof value === 'string') return { type: 'text', value: Text.spec.asParam!(value) }
  return { type: 'json', value: JsonPort.spec.asParam!(value) }
}

function sample(field: Field): Json {
  if (field.enum) return field.enum[0]!
  if (field.type === 'number' || field.type === 'integer') return Math.max(field.minimum ?? 0, (field.exclusiveMinimum ?? -1) + 1)
  if (field.type === 'boolean') return true
  if (field.type === 'string') return ''
  return field.type === 'array' ? [] : {}
}

const params = kinds.flatMap((kind) => {
  const schema = z.toJSONSchema(kind.params, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, Field> }
  return Object.keys(shapeOf(kind.params)).map((name) => [`${kind.kind}.${name}`, kind, name, schema.properties?.[name] ?? {}] as const)
})

describe('wired params', () => {
  it.each(params)('%s takes a wire', (_, kind, name, field) => {
    const { value } = brought(field)
    const written = { [name]: wiredParam(kind.params, name, value) }
    const whole = parseParams(kind.params, written, 'node') as Record<string, unknown>
    const plain = parseParams(kind.params, {}, 'node') as Record<string, unknown>
    if (field.default !== undefined) expect(whole[name]).toEqual(plain[name])
    else expect(whole[name]).toBeDefined()
  })
  it('what does not fit is said in a sentence that names the param', () => {
    for (const [, kind, name, field] of params) {
      if (typeof field.type !== 'string') continue
      const odd = field.type === 'array' || field.type === 'object' ? 'a word' : [{ no: 'such thing' }]
      expect(() => parseParams(kind.params, { [name]: wiredParam(kind.params, name, odd) }, 'node')).toThrow(name)
    }
  })
})
