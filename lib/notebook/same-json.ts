/* Equality of plain data: by value, maps without order. */
import type { Json } from '../graph/json'

export const sameJson = (a: Json | undefined, b: Json | undefined): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  const right = b as { readonly [key: string]: Json }
  return left.length === Object.keys(right).length && left.every(([key, value]) => Object.hasOwn(right, key) && sameJson(value, right[key]))
}
