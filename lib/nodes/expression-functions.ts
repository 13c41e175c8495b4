/* What the signs and functions of a formula compute. Missing values stay missing; truth is 1 or 0. */
import { cos, exp, log, pow, sin, tanh } from '../tensor/math'

/** Null: missing. */
export type Plain = number | string | null

export interface Operation {
  /** How many values it takes, at least and at most. */
  readonly least: number
  readonly most: number
  /** Gives yes or no. */
  readonly truth?: boolean
  /** Takes texts too, and missing values. */
  readonly any?: boolean
  of(values: readonly Plain[]): Plain
}

type Numbers = readonly number[]
const numeric = (least: number, most: number, of: (values: Numbers) => number, truth = false): Operation => ({
  least,
  most,
  ...(truth ? { truth } : {}),
  of: (values) => of(values as Numbers),
})
const one = (of: (value: number) => number): Operation => numeric(1, 1, ([a]) => of(a!))
const two = (of: (a: number, b: number) => number): Operation => numeric(2, 2, ([a, b]) => of(a!, b!))

/** Halves go away from zero. */
const round = (value: number): number => (value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5))
const roundTo = (value: number, digits: number): number => {
  const scale = pow(10, Math.floor(digits))
  return round(value * scale) / scale
}

const compared = (holds: (a: number | string, b: number | string) => boolean): Operation => ({
  least: 2,
  most: 2,
  truth: true,
  any: true,
  of: ([a, b]) => (a === null || b === null || a === undefined || b === undefined ? null : Number(holds(a, b))),
})
/** Texts and numbers are never equal, and never in an order. */
const ordered = (holds: (a: number | string, b: number | string) => boolean) => compared((a, b) => typeof a === typeof b && holds(a, b))

const textual = (least: number, most: number, truth: boolean, of: (texts: readonly string[]) => number): Operation => ({
  least,
  most,
  truth,
  any: true,
  of: (values) => (values.some((value) => value === null) ? null : of(values.map(String))),
})

/** Signs, as the reader names them. */
export const SIGNS: Readonly<Record<string, Operation>> = {
  '+': two((a, b) => a + b),
  '-': two((a, b) => a - b),
  '*': two((a, b) => a * b),
  '/': two((a, b) => a / b),
  '^': two(pow),
  negative: one((a) => (a === 0 ? 0 : -a)),
  '=': compared((a, b) => a === b),
  '!=': compared((a, b) => a !== b),
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
  and: numeric(2, 2, ([a, b]) => Number(a !== 0 && b !== 0), true),
  or: numeric(2, 2, ([a, b]) => Number(a !== 0 || b !== 0), true),
  not: numeric(1, 1, ([a]) => Number(a === 0), true),
}

const MANY = 100
export const FUNCTIONS: Readonly<Record<string, Operation>> = {
  exp: one(exp),
  log: numeric(1, 2, ([a, base]) => (base === undefined ? log(a!) : log(a!) / log(base))),
  sqrt: one(Math.sqrt),
  abs: one(Math.abs),
  min: numeric(1, MANY, (values) => Math.min(...values)),
  max: numeric(1, MANY, (values) => Math.max(...values)),
  round: numeric(1, 2, ([a, digits]) => (digits === undefined ? round(a!) : roundTo(a!, digits))),
  floor: one(Math.floor),
  sin: one(sin),
  cos: one(cos),
  tanh: one(tanh),
  mod: two((a, b) => a - b * Math.floor(a / b)),
  length: textual(1, 1, false, ([text]) => [...text!].length),
  contains: textual(2, 2, true, ([text, part]) => Number(text!.includes(part!))),
  missing: { least: 1, most: 1, truth: true, any: true, of: ([value]) => Number(value === null) },
}

export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, yes: 1, no: 0 }

export const WORDS: ReadonlySet<string> = new Set(['if', 'and', 'or', 'not', ...Object.keys(FUNCTIONS), ...Object.keys(CONSTANTS)])
