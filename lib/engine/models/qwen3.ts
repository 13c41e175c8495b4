/* Qwen 3: Llama with a norm of each head's query and key before they turn. arXiv:2505.09388. */
import { switchedWindows } from './layer-plans'
import { askedBiases, rotaryFamily } from './rotary-decoder'

export const qwen3 = rotaryFamily({
  architecture: 'qwen3',
  modelTypes: ['qwen3'],
  tied: false,
  headSize: 128,
  norms: 'before',
  queryKeyNorm: 'head',
  biases: (settings) => ({ ...askedBiases(settings), mlp: false }),
  plan: switchedWindows,
})
