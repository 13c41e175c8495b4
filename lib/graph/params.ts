/* Params through their zod schema: defaults filled in, problems said as sentences. */
import type { z } from 'zod'
import { closest } from './closest'
import { canonicalJson } from './hash'
import { listed, sentences } from './sentences'

type Shape = Readonly<Record<string, z.core.$ZodType>>

export const shapeOf = (schema: z.ZodObject): Shape => schema.shape as Shape

/** Params as compute receives them. Throws NodeFailure `bad-param` or `unknown-param`. */
export function parseParams<P extends z.ZodObject>(schema: P, written: Readonly<Record<string, unknown>>, node: string): z.output<P> {
  const shape = shapeOf(schema)
  for (const name of Object.keys(written)) {
    if (!Object.hasOwn(shape, name)) throw sentences.unknownParam(node, name, closest(name, Object.keys(shape)))
  }
  const parsed = schema.safeParse(written)
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]?.path[0]
  throw sentences.badParams(
    parsed.error.issues.map((issue) => issueSentence(issue, written)),
    typeof first === 'string' ? first : undefined,
  )
}

/** A sentence saying what is wrong with one param's value, or null. */
export function paramProblem(schema: z.ZodObject, name: string, value: unknown): string | null {
  const field = schema.shape[name] as z.ZodType | undefined
  if (!field) return `There is no param ${name}.`
  const parsed = field.safeParse(value)
  if (parsed.success) return null
  const issue = parsed.error.issues[0]
  return issue ? issueSentence({ ...issue, path: [name, ...issue.path] } as z.core.$ZodIssue, { [name]: value }) : `${name} is not valid.`
}

/**
 * A value that came along a wire, as the param takes it: numbers drive switches (10-kinds, rule 2). What does not fit is
 * passed on, so that parsing says what is wrong with it.
 */
export function wiredParam(schema: z.ZodObject, name: string, value: unknown): unknown {
  const field = schema.shape[name] as z.ZodType | undefined
  if (!field || typeof value !== 'number' || field.safeParse(value).success) return value
  return field.safeParse(value !== 0).success ? value !== 0 : value
}

/** What can be known of the params before wires bring values: bad and wired ones take their defaults. */
export function looseParams(schema: z.ZodObject, written: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const params: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema.shape) as [string, z.ZodType][]) {
    const own = field.safeParse(written[name])
    const parsed = own.success ? own : field.safeParse(undefined)
    if (parsed.success) params[name] = parsed.data
  }
  return params
}

function issueSentence(issue: z.core.$ZodIssue, written: Readonly<Record<string, unknown>>): string {
  const name = issue.path.map(String).join('.') || 'params'
  const got = valueAt(written, issue.path)
  return got === undefined ? `${name} is missing: ${wanted(issue)}.` : `${name} should be ${wanted(issue)}, got ${inWords(got)}.`
}

function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return size(issue.origin, issue.inclusive === false ? 'below' : 'at most', issue.maximum)
    case 'too_small':
      return size(issue.origin, issue.inclusive === false ? 'above' : 'at least', issue.minimum)
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${listed(issue.values.map(String), 'or')}`
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'invalid_union':
      return listed([...new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).map(wanted)))], 'or') || issue.message
    case 'unrecognized_keys':
      return `without ${listed(issue.keys)}`
    default:
      return `valid (${issue.message.replace(/\.$/, '')})`
  }
}

function size(origin: string, how: string, bound: number | bigint): string {
  if (origin === 'string') return `${how} ${bound} characters long`
  if (origin === 'array' || origin === 'set') return `a list of ${how} ${bound}`
  return `${how} ${bound}`
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'yes or no',
  array: 'a list',
  tuple: 'a list',
  object: 'a record',
  record: 'a record',
  null: 'nothing',
}

function valueAt(written: unknown, path: readonly PropertyKey[]): unknown {
  let value = written
  for (const key of path) value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined
  return value
}

const inWords = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = typeof value === 'string' ? `“${value}”` : canonicalJson(value)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
