/* OLMo 2: norms after attention and mlp instead of before, and one norm over all queries, one over all keys. arXiv:2501.00656. */
import { askedBiases, rotaryFamily } from './rotary-decoder'

export const olmo2 = rotaryFamily({
  architecture: 'olmo2',
  modelTypes: ['olmo2'],
  tied: false,
  normEpsilon: 1e-5,
  norms: 'after',
  queryKeyNorm: 'whole',
  biases: (settings) => ({ ...askedBiases(settings), mlp: false }),
})
