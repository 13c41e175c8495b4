/* SmolLM3: Llama in which every fourth layer has no rotary positions. The SmolLM3 release; arXiv:2501.18795 (NoPE layers). */
import type { Settings } from './config'
import { slidingLayers, windowOf } from './layer-plans'
import { readRope } from './rope'
import { askedBiases, rotaryFamily } from './rotary-decoder'

export const smollm3 = rotaryFamily({
  architecture: 'smollm3',
  modelTypes: ['smollm3'],
  tied: true,
  positions: 32_768,
  norms: 'before',
  biases: askedBiases,
  plan(settings, layers) {
    const turns = turningLayers(settings, layers)
    const window = settings.flag('use_sliding_window', false) ? windowOf(settings, null) : null
    const sliding = slidingLayers(settings, layers, (layer) => !turns[layer])
    return turns.map((turning, layer) => ({ rope: turning ? 0 : null, window: sliding[layer] ? window : null }))
  },
  ropes: (settings, defaults) => [readRope(settings, { ...defaults, base: 2_000_000 })],
})

/** `no_rope_layers` is named against its meaning: 1 where a layer turns. */
function turningLayers(settings: Settings, layers: number): readonly boolean[] {
  if (settings.has('no_rope_layers')) return settings.numbers('no_rope_layers', layers).map((one) => one !== 0)
  const every = settings.size('no_rope_layer_interval', 4)
  return Array.from({ length: layers }, (_, layer) => (layer + 1) % every !== 0)
}
