/* Mistral: Llama with a sliding window in every layer, unless config.json says null. arXiv:2310.06825. */
import { oneWindow } from './layer-plans'
import { rotaryFamily } from './rotary-decoder'

export const mistral = rotaryFamily({
  architecture: 'mistral',
  modelTypes: ['mistral'],
  tied: false,
  norms: 'before',
  plan: (settings, layers) => oneWindow(settings, layers, 4096),
})
