/* A value in a sentence: a number with three significant digits, a short text as it is, anything else by its summary. */
import type { OutputView } from '../../lib/session/types'
import { percent } from '../../lib/viz/numbers'

const THIN = '\u202f'
const LONGEST = 60

export function valueWords({ type, json, summary }: OutputView): string {
  if (type === 'Text' && typeof json === 'string') return spaced(json.length > LONGEST ? `${json.slice(0, LONGEST - 3)}…` : json)
  if (type === 'Number' && typeof json === 'number') return numberWords(json, summary)
  const single = singleNumber(json)
  if (single !== null) return numberWords(single, '')
  const pieces = type === 'Tokens' && (json as { readonly pieces?: readonly string[] } | null)?.pieces
  if (pieces && pieces.length <= 3) return spaced(pieces.join(''))
  return summary
}

/** The one number of a tensor that has no more; printed tensors carry their shape and ends. */
function singleNumber(json: OutputView['json']): number | null {
  const { shape, mean } = (json ?? {}) as { readonly shape?: readonly number[]; readonly mean?: number }
  return Array.isArray(shape) && shape.every((size) => size === 1) && typeof mean === 'number' ? mean : null
}

function numberWords(value: number, summary: string): string {
  if (summary === 'yes' || summary === 'no') return summary
  if (summary.endsWith('%')) return percent(value)
  const unit = /[^\d.,eE\s+-].*$/.exec(summary)?.[0]
  const words = significant(value)
  return unit ? `${words}${THIN}${value === 1 ? unit.replace(/^([a-z]+)s$/, '$1') : unit}` : words
}

function significant(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en').replace('-', '−')
  const text = Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
  return text.replace('-', '−')
}

/** Blanks at the ends and line ends can be seen. */
const spaced = (text: string): string => text.replace(/^ +| +$/g, (blanks) => '·'.repeat(blanks.length)).replace(/\n/g, '↵')
