/* Attention: who reads whom in one layer [H, T, S], or an aggregate of its heads [1, T, S]. */
import { structured } from './encoding'
import { definePort } from '../graph/port-type'
import { checkTensor, originFacts, tensorBytes, tensorJson, tensorParts, tensorSummary } from './tensor-spec'
import { Tokens } from './tokens'
import type { AttentionValue } from './types'

export const Attention = definePort<AttentionValue>({
  name: 'attention',
  title: 'Attention',
  widensTo: ['tensor'],
  check: (value) => checkTensor(value, ['H', 'T', 'S']),
  parts: (value) => [...tensorParts(value), value.layer, value.stage, ...Tokens.spec.parts(value.tokens)],
  bytes: tensorBytes,
  toJson: tensorJson,
  encoding: structured(),
  facts: originFacts,
  handles: ({ tokens: { tokenizer } }) => [[tokenizer.digest, tokenizer]],
  summary: (value) => `${value.stage}, layer ${value.layer}, ${tensorSummary(value)}`,
})
