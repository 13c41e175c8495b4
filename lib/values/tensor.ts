/* Tensor: float32 numbers with named dims and the place they come from. */
import { structured } from './encoding'
import { definePort } from '../graph/port-type'
import { checkTensor, originFacts, tensorBytes, tensorJson, tensorParts, tensorSummary } from './tensor-spec'
import type { TensorValue } from './types'

export const Tensor = definePort<TensorValue>({
  name: 'tensor',
  title: 'Tensor',
  check: (value) => checkTensor(value),
  parts: tensorParts,
  bytes: tensorBytes,
  toJson: tensorJson,
  encoding: structured(),
  facts: originFacts,
  summary: tensorSummary,
})
