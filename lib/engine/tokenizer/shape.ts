/* Reads the fields of a tokenizer.json by name and kind; what does not fit becomes a sentence that says where and what was found. */
import { EngineFailure } from '../types'

export type Fields = Readonly<Record<string, unknown>>

/** A short word for a value in a sentence. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}

export function malformed(where: string, expected: string, found: unknown): EngineFailure {
  return new EngineFailure(
    'tokenizer-malformed',
    `tokenizer.json: ${where} should be ${expected}, found ${describe(found)}.`,
    'The file may be cut off or edited by hand; take it again from where the model comes from.',
  )
}

export function unsupported(where: string, what: string, known: readonly string[]): EngineFailure {
  return new EngineFailure(
    'tokenizer-unsupported',
    `tokenizer.json: ${where} is ${what}, which is not read here yet.`,
    `Known are ${known.join(', ')}.`,
  )
}

export function fields(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(where, 'an object', value)
  return value as Fields
}

export function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(where, 'a list', value)
  return value
}

export function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw malformed(where, 'a text', value)
  return value
}

export function whole(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 0x7fffffff)
    throw malformed(where, 'a whole number', value)
  return value
}

export function flag(value: unknown, where: string, absent: boolean): boolean {
  if (value === undefined || value === null) return absent
  if (typeof value !== 'boolean') throw malformed(where, 'true or false', value)
  return value
}

/** `Sequence` inside `Sequence` may nest, but not without end. */
export const MAX_DEPTH = 16
export function checkDepth(depth: number, where: string): void {
  if (depth > MAX_DEPTH) throw malformed(where, `nested at most ${MAX_DEPTH} deep`, 'a deeper one')
}
