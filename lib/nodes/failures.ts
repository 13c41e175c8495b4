/* Failures that several kinds share, and the engine's own turned into sentences of a node. */
import { EngineFailure } from '../engine/types'
import { NodeFailure } from '../graph/states'
import type { ModelValue, TokensValue } from '../values'

/** Runs a call of the engine; what it throws on purpose becomes the node's failure. */
export async function engineCall<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof EngineFailure ? new NodeFailure(error.code, error.message, { hint: error.hint }) : error
  }
}

/** The ids must be of the model's own vocabulary: the same number means another piece elsewhere. */
export function requireSameTokenizer(tokens: TokensValue, model: ModelValue): void {
  if (tokens.tokenizer.digest === model.tokenizer.digest) return
  throw new NodeFailure(
    'other-tokenizer',
    `The tokens were cut by the tokenizer of ${tokens.tokenizer.name}; ${model.name} has another vocabulary.`,
    {
      port: 'tokens',
      hint: 'Wire this model into the tokenizer node.',
    },
  )
}

export function requireFits(tokens: TokensValue, model: ModelValue, port = 'tokens'): void {
  const { length } = tokens.ids
  const most = model.engine.spec.context
  if (length === 0)
    throw new NodeFailure('no-tokens', `The prompt has no tokens; ${model.name} reads at least one.`, {
      port,
      hint: 'Type some text.',
    })
  if (length <= most) return
  throw new NodeFailure('too-long', `The prompt has ${length} tokens; ${model.name} reads at most ${most}.`, {
    port,
    hint: `Shorten it by ${length - most}.`,
  })
}

/** `layer 6` of a model with 6 layers, counted from 0. */
export function requireIndex(what: string, index: number, count: number, of: string): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return
  throw new NodeFailure('out-of-range', `There is no ${what} ${index}: ${of} has ${count}, numbered 0 to ${count - 1}.`, { port: what })
}
