/* How surprised a model was by each token of a text it read: −log of the odds it gave to what came. In double, row by row. */
import { exp, log } from '../../tensor/math'
import type { LogitsValue, TokensValue } from '../../values'
import { logitsRow } from '../../values'

export interface Surprise {
  /** Position of the token that came; the row before it gave the odds. */
  readonly position: number
  readonly nats: number
  /** What was expected most. */
  readonly best: number
}

/** The first token is in no row's future: T − 1 numbers. */
export function surpriseAt(logits: LogitsValue, tokens: TokensValue, position: number): Surprise {
  const row = logitsRow(logits, position - 1)
  let best = 0
  for (let id = 1; id < row.length; id++) if (row[id]! > row[best]!) best = id
  let sum = 0
  for (let id = 0; id < row.length; id++) sum += exp(row[id]! - row[best]!)
  return { position, nats: row[best]! + log(sum) - row[tokens.ids[position]!]!, best }
}

export const UNITS = ['nats', 'bits a token', 'perplexity', 'bits a byte'] as const
export type Unit = (typeof UNITS)[number]

const LN2 = 0.6931471805599453

/** `bytes` are those of the tokens that were counted. */
export function inUnit(totalNats: number, count: number, bytes: number, unit: Unit): number {
  if (unit === 'nats') return totalNats / count
  if (unit === 'bits a token') return totalNats / count / LN2
  return unit === 'perplexity' ? exp(totalNats / count) : totalNats / LN2 / bytes
}

export const bitsOf = (nats: number): number => nats / LN2
