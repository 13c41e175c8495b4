/* Json: a plain data tree. */
import { plain } from './encoding'
import { canonicalJson } from '../graph/hash'
import type { Json } from '../graph/json'
import { definePort } from '../graph/port-type'
import { describe, plural } from './describe'
import type { JsonValue } from './types'

export const JsonPort = definePort<JsonValue>({
  name: 'json',
  title: 'Json',
  widensTo: ['text'],
  widen: (value) => JSON.stringify(value),
  check: (value) => (isJson(value) ? null : `expected plain data, got ${describe(value)}`),
  asParam: (value) => value,
  parts: (value) => [canonicalJson(value)],
  bytes: (value) => JSON.stringify(value).length * 2,
  toJson: (value) => value,
  fromJson: (json) => json,
  encoding: plain(),
  summary: (value) =>
    Array.isArray(value)
      ? `a list of ${value.length}`
      : value !== null && typeof value === 'object'
        ? plural(Object.keys(value).length, 'field')
        : JSON.stringify(value),
})

/** Plain data only: no typed arrays, no dates, no numbers that JSON cannot hold. */
export function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.values(value).every(isJson)
}
