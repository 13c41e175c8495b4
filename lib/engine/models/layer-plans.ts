/* Which layers see only a window of keys: `layer_types` where config.json has them, else the rule of the family. */
import type { Settings } from './config'
import type { LayerPlan } from './family'

export const fullLayers = (layers: number): readonly LayerPlan[] => Array.from({ length: layers }, () => ({ rope: 0, window: null }))

/** `sliding_window` of config.json: null switches it off, absent means the family's own. */
export function windowOf(settings: Settings, fallback: number | null): number | null {
  if (settings.has('sliding_window')) return settings.size('sliding_window')
  return Object.hasOwn(settings.values, 'sliding_window') ? null : fallback
}

/** One window in every layer, or none. */
export function oneWindow(settings: Settings, layers: number, fallback: number | null): readonly LayerPlan[] {
  const window = windowOf(settings, fallback)
  return Array.from({ length: layers }, () => ({ rope: 0, window }))
}

/** True for each layer that sees a window. */
export function slidingLayers(settings: Settings, layers: number, otherwise: (layer: number) => boolean): readonly boolean[] {
  const types = settings.texts('layer_types')
  if (!types) return Array.from({ length: layers }, (_, layer) => otherwise(layer))
  if (types.length !== layers) throw settings.failure('layer_types', `names ${types.length} layers; there are ${layers}`)
  const strange = types.find((type) => type !== 'sliding_attention' && type !== 'full_attention')
  if (strange !== undefined)
    throw settings.failure('layer_types', `holds ${strange.slice(0, 40)}; known are full_attention and sliding_attention`)
  return types.map((type) => type === 'sliding_attention')
}

/** Qwen: a window counts only where it is switched on, from layer `max_window_layers`. */
export function switchedWindows(settings: Settings, layers: number): readonly LayerPlan[] {
  const window = settings.flag('use_sliding_window', false) ? windowOf(settings, 4096) : null
  const from = settings.number('max_window_layers', 28)
  const sliding = slidingLayers(settings, layers, (layer) => layer >= from)
  return sliding.map((slides) => ({ rope: 0, window: slides ? window : null }))
}
