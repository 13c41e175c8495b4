/* Gemma 2: every other layer, from the first, sees a window; scores and logits are softcapped. arXiv:2408.00118. */
import { gemmaTraits, refuseBothWays, softcaps } from './gemma'
import { slidingLayers, windowOf } from './layer-plans'
import { rotaryFamily } from './rotary-decoder'

export const gemma2 = rotaryFamily({
  ...gemmaTraits,
  architecture: 'gemma2',
  modelTypes: ['gemma2'],
  plan(settings, layers) {
    refuseBothWays(settings)
    const window = windowOf(settings, 4096)
    return slidingLayers(settings, layers, (layer) => layer % 2 === 0).map((slides) => ({ rope: 0, window: slides ? window : null }))
  },
  softcaps: (settings) => softcaps(settings, 50, 30),
})
