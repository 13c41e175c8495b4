/* Gemma 3, its text half: five layers with a window and a short rope to one that sees everything with a long one. arXiv:2503.19786. */
import type { Settings } from './config'
import { gemmaTraits, refuseBothWays, softcaps } from './gemma'
import { slidingLayers, windowOf } from './layer-plans'
import { readRope } from './rope'
import { rotaryFamily } from './rotary-decoder'

export const gemma3 = rotaryFamily({
  ...gemmaTraits,
  architecture: 'gemma3',
  modelTypes: ['gemma3_text'],
  positions: 131_072,
  queryKeyNorm: 'head',
  plan(settings, layers) {
    refuseBothWays(settings)
    const window = windowOf(settings, 4096)
    const every = settings.size('sliding_window_pattern', 6)
    const sliding = slidingLayers(settings, layers, (layer) => (layer + 1) % every !== 0)
    return sliding.map((slides) => (slides ? { rope: 1, window } : { rope: 0, window: null }))
  },
  ropes(settings, defaults) {
    const { full, sliding } = ropeParts(settings)
    return [
      readRope(settings, { ...defaults, base: 1_000_000 }, full),
      readRope(settings, { ...defaults, base: 10_000, baseKey: 'rope_local_base_freq' }, sliding),
    ]
  },
  softcaps: (settings) => softcaps(settings, null, null),
})

/** Old files: `rope_scaling` concerns the full layers alone. */
function ropeParts(settings: Settings): { full: Settings | null; sliding: Settings | null } {
  const parts = settings.part('rope_parameters')
  if (!parts) return { full: settings.part('rope_scaling'), sliding: null }
  return { full: parts.part('full_attention'), sliding: parts.part('sliding_attention') }
}
