/* Mistral: Llama with a sliding window in every layer, where config.json gives one. arXiv:2310.06825. */
import { windowOf } from './layer-plans'
import { rotaryFamily } from './rotary-decoder'

export const mistral = rotaryFamily({
  architecture: 'mistral',
  modelTypes: ['mistral'],
  tied: false,
  norms: 'before',
  plan: (settings, layers) => Array.from({ length: layers }, () => ({ rope: 0, window: windowOf(settings) })),
})
