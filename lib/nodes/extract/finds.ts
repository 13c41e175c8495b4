/* What each way of looking finds in a text: the value, where it stands, and nothing where nothing parses. */
import { NodeFailure } from '../../graph/states'
import { canonicalJson } from '../../graph/hash'
import { printNumber, type JsonValue } from '../../values'
import { lastNumber } from '../last-number'
import { atPath, readPath } from '../json-path'
import { findJson } from './json'
import { findChoice, findSql, type Stretch } from './choices'
import { findPattern } from './pattern/find'
import { parsePattern } from './pattern/parse'
import { programOf } from './pattern/program'

export const WAYS = ['pattern', 'json', 'last number', 'one of', 'sql'] as const
export type Way = (typeof WAYS)[number]

export interface Find {
  readonly value: string
  readonly json: JsonValue
  readonly number?: number
}

export interface Looking {
  readonly by: Way
  readonly pattern: string
  readonly path: string
  readonly choices: readonly string[]
}

export async function findIn(text: string, { by, pattern, path, choices }: Looking, breathe: () => Promise<void>): Promise<Find | null> {
  if (by === 'pattern') return byPattern(text, pattern, breathe)
  if (by === 'one of') return plain(findChoice(text, choices))
  if (by === 'sql') return plain(findSql(text))
  return by === 'json' ? byJson(text, path) : byNumber(text)
}

/** Steps of a pattern times characters of a text: about two seconds. */
const MOST_WORK = 200_000_000

/** The first group that took part, or the whole match where the pattern has none. */
async function byPattern(text: string, pattern: string, breathe: () => Promise<void>): Promise<Find | null> {
  if (pattern === '')
    throw new NodeFailure('empty', 'needs a pattern', { port: 'pattern', hint: 'Such as A: (.*) for the rest of the line behind A:.' })
  const program = programOf(parsePattern(pattern))
  if (program.steps.length * text.length > MOST_WORK)
    throw new NodeFailure('too-much', `The text has ${text.length} characters, too many for a pattern of ${program.steps.length} steps.`, {
      port: 'text',
      hint: 'Shorten the text, or ask for fewer repeats.',
    })
  const match = await findPattern(program, text, breathe)
  if (!match) return null
  const taken = match.ranges.map((range) => (range ? text.slice(...range) : null))
  const [start, end] = match.ranges.slice(1).find((range) => range !== null) ?? match.ranges[0]!
  const value = text.slice(start, end)
  const named = program.names.flatMap((name, place) => (name === null ? [] : [[name, taken[place + 1] ?? null] as const]))
  const json = {
    match: taken[0]!,
    at: [start, end],
    groups: taken.slice(1),
    ...(named.length > 0 ? { named: Object.fromEntries(named) } : {}),
  }
  return { value, json, ...numberIn(value) }
}

/** A find that is a stretch of the text: where it stands is its data. */
function plain(found: Stretch | null): Find | null {
  return found && { value: found.value, json: { match: found.value, at: [found.start, found.end] }, ...numberIn(found.value) }
}

function byJson(text: string, path: string): Find | null {
  const steps = readPath(path)
  const found = findJson(text)
  const value = found ? atPath(found.value, steps) : undefined
  if (!found || value === undefined) return null
  return {
    value: typeof value === 'string' ? value : canonicalJson(value),
    json: value,
    ...(typeof value === 'number' ? { number: value } : {}),
  }
}

function byNumber(text: string): Find | null {
  const found = lastNumber(text)
  if (!found) return null
  return { value: printNumber(found.value), json: found.value, number: found.value }
}

/** A text that is a number and nothing else. */
function numberIn(value: string): { number?: number } {
  const found = lastNumber(value)
  const whole = found !== null && value.slice(0, found.start).trim() === '' && value.slice(found.end).trim() === ''
  return whole ? { number: found.value } : {}
}

/** The UTF-16 range that a find lights; a match says its own. Null where nothing was found. */
export function rangeOf(text: string, by: Way, json: JsonValue | undefined): readonly [number, number] | null {
  if (json === undefined) return null
  if (by !== 'json' && by !== 'last number') return (json as { readonly at: readonly [number, number] }).at
  const found = by === 'json' ? findJson(text) : lastNumber(text)
  return found && [found.start, found.end]
}
