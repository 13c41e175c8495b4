/* Logits: scores before softmax [T, V]. Row t scores what follows token t. */
import { structured } from './encoding'
import { definePort } from '../graph/port-type'
import { isRecord } from './describe'
import { checkTensor, originFacts, tensorBytes, tensorJson, tensorParts, tensorSummary } from './tensor-spec'
import { Tokens } from './tokens'
import type { LogitsValue } from './types'

export const Logits = definePort<LogitsValue>({
  name: 'logits',
  title: 'Logits',
  widensTo: ['tensor'],
  check: (value) => {
    const problem = checkTensor(value, ['T', 'V'])
    if (problem) return problem
    if (!isRecord(value) || !isRecord(value.tokens)) return 'expected logits with the tokens they follow, got none'
    const wrong = Tokens.spec.check(value.tokens)
    if (wrong) return wrong
    const logits = value as unknown as LogitsValue
    const { shape, tokenizer, tokens } = logits
    const expected = `[${tokens.ids.length}, ${tokenizer.engine.size}]`
    return shape[0] === tokens.ids.length && shape[1]! >= tokenizer.engine.size ? null : `expected ${expected}, got [${shape.join(', ')}]`
  },
  parts: (value) => [...tensorParts(value), ...Tokens.spec.parts(value.tokens)],
  bytes: tensorBytes,
  toJson: tensorJson,
  encoding: structured(),
  facts: originFacts,
  handles: ({ tokenizer }) => [[tokenizer.digest, tokenizer]],
  summary: tensorSummary,
})

/** A view of row t [V]. */
export function logitsRow(value: LogitsValue, row: number): Float32Array {
  const width = value.shape[1]!
  return value.data.subarray(row * width, (row + 1) * width)
}
