/* Tokenizer: a handle. Two tokenizers are the same when the digests of their files are. */
import { definePort } from '../graph/port-type'
import type { EngineTokenizer } from '../engine/types'
import { describe, isRecord } from './describe'
import type { TokenizerValue } from './types'

export const Tokenizer = definePort<TokenizerValue>({
  name: 'tokenizer',
  title: 'Tokenizer',
  check: (value) => (isTokenizer(value) ? null : `expected a tokenizer, got ${describe(value)}`),
  parts: (value) => [value.digest],
  bytes: () => 64,
  toJson: (value) => ({ name: value.name, digest: value.digest, size: value.engine.size, special: [...value.engine.specialTokens.keys()] }),
  handles: (value) => [[value.digest, value]],
  summary: (value) => `${value.name}, ${value.engine.size} pieces`,
})

export const isTokenizer = (value: unknown): value is TokenizerValue =>
  isRecord(value) && typeof value.digest === 'string' && isRecord(value.engine) && typeof value.engine.encode === 'function'

export const tokenizerOf = (engine: EngineTokenizer, name: string): TokenizerValue => ({ digest: engine.digest, name, engine })
