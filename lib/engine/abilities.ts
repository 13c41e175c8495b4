/* What a model can be asked for, told by its spec alone: the words that ports ask for in `Model.with(…)`. */
import type { ModelSpec } from './types'

export type Ability = 'weights' | 'inside' | 'logits' | 'text' | 'chat' | 'embed' | 'rank'

/**
 * `logits`: a distribution over tokens at each place. `text`: it can go on writing. `embed`: a vector for a text, from an encoder's
 * mean or a decoder's stream. `rank`: one number for a pair of texts.
 */
export function abilitiesOf(spec: ModelSpec, chatTemplate: string | null = null): readonly Ability[] {
  const local: Ability[] = ['weights', 'inside', 'embed']
  if (spec.head === 'next-token') return [...local, 'logits', 'text', ...(chatTemplate === null ? [] : (['chat'] as const))]
  if (spec.head === 'masked-token') return [...local, 'logits']
  return spec.head === 'classes' && spec.labels.length === 1 ? [...local, 'rank'] : local
}
