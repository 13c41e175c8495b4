/* Tensor: float32 numbers with named dims and the place they come from. */
import { definePort } from '../graph/port-type'
import { checkTensor, tensorBytes, tensorJson, tensorParts, tensorSummary } from './tensor-spec'
import type { TensorValue } from './types'

export const Tensor = definePort<TensorValue>({
  name: 'tensor',
  title: 'Tensor',
  check: (value) => checkTensor(value),
  parts: tensorParts,
  bytes: tensorBytes,
  toJson: tensorJson,
  summary: tensorSummary,
})
