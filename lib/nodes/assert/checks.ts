/* What each claim means. A check gives what was seen and what was claimed, in words, and whether it holds. */
import type { Boxed } from '../../graph/port-type'
import { NodeFailure } from '../../graph/states'
import { canonicalJson, hashParts } from '../../graph/hash'
import { printNumber, type JsonValue, type TableValue, type TensorValue, type TokensValue } from '../../values'
import { number } from '../../viz/numbers'
import { isTensorType, oneNumber, rowSums, series, shapeOf } from './numbers'

export type Than = number | string | readonly (number | string)[]
export interface Claim {
  readonly of: Boxed
  readonly and?: Boxed
  readonly than: Than
  readonly tolerance: number
}
export interface Verdict {
  readonly holds: boolean
  readonly saw: string
  readonly claimed: string
}
export type Is = 'equal' | 'within' | 'above' | 'below' | 'contains' | 'shape' | 'sums to' | 'same as' | 'rises'

const mismatch = (is: Is, of: Boxed, wants: string): NodeFailure =>
  new NodeFailure('wrong-type', `“${is}” asks for ${wants}, got ${of.type.title} (${of.type.spec.summary(of.value)}).`, { port: 'of' })

const needsAnd = (is: Is): NodeFailure =>
  new NodeFailure('needs-and', `“${is}” compares with a second value, and none is wired.`, { port: 'and', hint: 'Wire it into and.' })

export const CHECKS: Readonly<Record<Is, (claim: Claim) => Verdict>> = {
  equal: (claim) => equal(claim, claim.tolerance, 'equal'),
  within: (claim) => equal(claim, claim.tolerance, 'within'),
  above: (claim) => ordered('above', claim, (value, bound) => value > bound),
  below: (claim) => ordered('below', claim, (value, bound) => value < bound),
  contains,
  shape,
  'sums to': sumsTo,
  'same as': sameAs,
  rises,
}

function ordered(is: 'above' | 'below', claim: Claim, holds: (value: number, bound: number) => boolean): Verdict {
  const value = oneNumber(claim.of)
  if (value === null) throw mismatch(is, claim.of, 'one number')
  const bound = boundOf(is, claim)
  return { holds: holds(value, bound), saw: number(value), claimed: `${is} ${asWritten(bound, claim)}` }
}

/** A bound in the file stands as it was typed; one from a wire in three digits. */
const asWritten = (bound: number, { and }: Claim): string => (and ? number(bound) : printNumber(bound))

/** The wired number, else `than`. */
function boundOf(is: Is, { and, than }: Claim): number {
  const bound = and ? oneNumber(and) : typeof than === 'number' ? than : Number(than)
  if (bound !== null && Number.isFinite(bound)) return bound
  throw new NodeFailure('bad-param', `“${is}” needs a number, got ${and ? and.type.title : JSON.stringify(than)}.`, {
    port: and ? 'and' : 'than',
  })
}

function equal(claim: Claim, tolerance: number, is: 'equal' | 'within'): Verdict {
  const { of, and } = claim
  const margin = tolerance > 0 ? ` ± ${printNumber(tolerance)}` : ''
  if (and && isTensorType(of) && isTensorType(and) && oneNumber(of) === null)
    return tensorsEqual(of.value as TensorValue, and.value as TensorValue, tolerance, margin)
  const value = oneNumber(of)
  if (value !== null) {
    const bound = boundOf(is, claim)
    return { holds: Math.abs(value - bound) <= tolerance, saw: number(value), claimed: `${asWritten(bound, claim)}${margin}` }
  }
  if (and) return { ...sameAs(claim), claimed: and.type.spec.summary(and.value) }
  const text = plainText(of)
  if (text === null) throw mismatch(is, of, 'a number, a text or data, or a second value in and')
  const wanted = of.type.name === 'json' ? canonicalJson(claim.than as JsonValue) : thanText(claim.than)
  const write = of.type.name === 'json' ? shortened : (words: string) => `“${shortened(words)}”`
  return { holds: text === wanted, saw: write(text), claimed: write(wanted) }
}

function tensorsEqual(a: TensorValue, b: TensorValue, tolerance: number, margin: string): Verdict {
  if (a.shape.join() !== b.shape.join()) return { holds: false, saw: `[${a.shape.join(', ')}]`, claimed: `[${b.shape.join(', ')}]` }
  let most = 0
  for (let i = 0; i < a.data.length; i++) {
    const distance = a.data[i] === b.data[i] ? 0 : Math.abs(a.data[i]! - b.data[i]!)
    if (!(distance <= most)) most = distance
  }
  return { holds: most <= tolerance, saw: `largest difference ${number(most)}`, claimed: `equal${margin}` }
}

function contains({ of, than }: Claim): Verdict {
  const wanted = thanText(than)
  const claimed = `contains “${shortened(wanted)}”`
  const text = of.type.name === 'tokens' ? (of.value as TokensValue).text : of.type.name === 'text' ? (of.value as string) : null
  if (text !== null) return { holds: text.includes(wanted), saw: `“${shortened(text)}”`, claimed }
  const cells =
    of.type.name === 'table' ? (of.value as TableValue).rows.flat() : Array.isArray(of.value) ? (of.value as readonly JsonValue[]) : null
  if (!cells) throw mismatch('contains', of, 'a text, tokens, a list or a table')
  return { holds: cells.some((cell) => thanText(cell as Than) === wanted), saw: of.type.spec.summary(of.value), claimed }
}

/** Letters stand for any length: `[T, 4096]`. */
function shape({ of, than }: Claim): Verdict {
  const seen = shapeOf(of)
  if (!seen) throw mismatch('shape', of, 'a tensor, a distribution or a table')
  const wanted = (Array.isArray(than) ? than.map(String) : String(than).replace(/[[\]]/g, '').split(','))
    .map((part) => part.trim())
    .filter(Boolean)
  const holds = wanted.length === seen.length && wanted.every((part, axis) => !/^\d+$/.test(part) || Number(part) === seen[axis])
  return { holds, saw: `[${seen.join(', ')}]`, claimed: `[${wanted.join(', ')}]` }
}

/** Rounding of float32 shares: used where no tolerance is given. */
const SUM_TOLERANCE = 1e-5

function sumsTo(claim: Claim): Verdict {
  const sums = rowSums(claim.of)
  if (!sums) throw mismatch('sums to', claim.of, 'a tensor or a distribution')
  const bound = boundOf('sums to', { ...claim, and: undefined })
  const tolerance = claim.tolerance || SUM_TOLERANCE
  const worst = sums.reduce((far, sum) => (Math.abs(sum - bound) > Math.abs(far - bound) || Number.isNaN(sum) ? sum : far), bound)
  return {
    holds: Math.abs(worst - bound) <= tolerance,
    saw: sums.length === 1 ? number(worst) : `${number(worst)} at worst, of ${sums.length} rows`,
    claimed: `${printNumber(bound)} ± ${printNumber(tolerance)}`,
  }
}

function sameAs({ of, and }: Claim): Verdict {
  if (!and) throw needsAnd('same as')
  const saw = of.type.spec.summary(of.value)
  const claimed = `same as ${and.type.spec.summary(and.value)}`
  if (of.type.name !== and.type.name) return { holds: false, saw: `${of.type.title}: ${saw}`, claimed: `${and.type.title}: ${claimed}` }
  return { holds: content(of) === content(and), saw, claimed }
}

/** Tokens are the same when their ids are; where they came from does not matter here. Tensors when their numbers are. */
function content({ type, value }: Boxed): string {
  if (type.name === 'tokens') return (value as TokensValue).ids.join()
  if (!isTensorType({ type, value })) return hashParts(type.spec.parts(value))
  const { data, shape: lengths } = value as TensorValue
  return hashParts([lengths.join(), data])
}

function rises({ of, tolerance }: Claim): Verdict {
  const values = series(of)
  if (!values) throw mismatch('rises', of, 'a tensor, or a table with a column of numbers')
  const fall = values.findIndex((value, place) => place > 0 && !(value > values[place - 1]! - tolerance))
  const saw = fall < 0 ? `${values.length} rising numbers` : `${number(values[fall - 1]!)}, then ${number(values[fall]!)}`
  return { holds: fall < 0, saw, claimed: 'rises' }
}

function plainText({ type, value }: Boxed): string | null {
  if (type.name === 'text') return value as string
  if (type.name === 'tokens') return (value as TokensValue).text
  return type.name === 'json' ? canonicalJson(value) : null
}

const thanText = (than: Than | JsonValue): string =>
  typeof than === 'string' ? than : typeof than === 'number' ? printNumber(than) : JSON.stringify(than)
const shortened = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 39)}…`)
