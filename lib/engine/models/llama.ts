/* Llama 1 to 3 and what is built like them (SmolLM2, TinyLlama). arXiv:2302.13971, arXiv:2407.21783. */
import { askedBiases, rotaryFamily } from './rotary-decoder'

export const llama = rotaryFamily({
  architecture: 'llama',
  modelTypes: ['llama'],
  tied: false,
  norms: 'before',
  biases: askedBiases,
})
