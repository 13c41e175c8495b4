/* Qwen 2 and 2.5: Llama with biases on queries, keys and values. arXiv:2407.10671. */
import { switchedWindows } from './layer-plans'
import { rotaryFamily } from './rotary-decoder'

export const qwen2 = rotaryFamily({
  architecture: 'qwen2',
  modelTypes: ['qwen2'],
  tied: false,
  norms: 'before',
  biases: () => ({ qkv: true, output: false, mlp: false }),
  plan: switchedWindows,
})
