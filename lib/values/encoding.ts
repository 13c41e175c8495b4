/*
 * How structured values are kept between visits: plain data, arrays apart, tokenizers by their digest. Functions and models
 * cannot be kept, and a value that holds one is refused. Names with a dollar sign say what JSON has no word for.
 */
import type { Json } from '../graph/json'
import type { Encoded, Encoding } from '../graph/port-type'
import { isRecord } from './describe'
import { isTokenizer } from './tokenizer'

/** For values made of data, arrays and tokenizers. */
export const structured = <Value>(): Encoding<Value> => ({
  encode(value) {
    const arrays: ArrayBufferView[] = []
    return { data: written(value, arrays), arrays }
  },
  decode: ({ data, arrays }, handles) => read(data, { arrays, handles }) as Value,
})

/** For values that are JSON already. */
export const plain = <Value>(): Encoding<Value> => ({
  encode: (value): Encoded => ({ data: value as Json, arrays: [] }),
  decode: ({ data }) => data as Value,
})

function written(value: unknown, arrays: ArrayBufferView[]): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: Object.is(value, -0) ? '-0' : String(value) }
  if (Array.isArray(value)) return value.map((item) => written(item, arrays))
  if (ArrayBuffer.isView(value)) return { $array: arrays.push(value) - 1 }
  if (isTokenizer(value)) return { $tokenizer: value.digest }
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) throw new TypeError('Only data can be kept.')
  const fields: Record<string, Json> = {}
  for (const [name, field] of Object.entries(value)) if (field !== undefined) fields[escaped(name)] = written(field, arrays)
  return fields
}

const escaped = (name: string): string => (name.startsWith('$') ? `$${name}` : name)

interface Reading {
  readonly arrays: readonly ArrayBufferView[]
  readonly handles: ReadonlyMap<string, unknown>
}

function read(data: Json, reading: Reading): unknown {
  if (data === null || typeof data !== 'object') return data
  if (Array.isArray(data)) return data.map((item) => read(item as Json, reading))
  const record = data as Readonly<Record<string, Json>>
  if ('$number' in record) return Number(record['$number'])
  if ('$array' in record) return known(reading.arrays[Number(record['$array'])])
  if ('$tokenizer' in record) return known(reading.handles.get(String(record['$tokenizer'])))
  return Object.fromEntries(
    Object.entries(record).map(([name, field]) => [name.startsWith('$$') ? name.slice(1) : name, read(field, reading)]),
  )
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new TypeError('It names something that is not here.')
  return found
}
