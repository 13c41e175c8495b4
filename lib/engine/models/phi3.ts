/* Phi-3 and Phi-4 mini: Llama with fused matrices, and longrope where the context was stretched. arXiv:2404.14219. */
import { oneWindow } from './layer-plans'
import { readRope } from './rope'
import { rotaryFamily } from './rotary-decoder'

export const phi3 = rotaryFamily({
  architecture: 'phi3',
  modelTypes: ['phi3'],
  tied: false,
  normEpsilon: 1e-5,
  positions: 4096,
  norms: 'before',
  fused: true,
  plan: (settings, layers) => oneWindow(settings, layers, null),
  // Its first files called longrope su, and for a time yarn.
  ropes: (settings, defaults) => [readRope(settings, { ...defaults, rename: { su: 'longrope', yarn: 'longrope' } })],
})
