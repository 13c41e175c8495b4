/* What a local model can be asked for, told by its spec alone: the words that ports ask for in `Model.with(…)`. */
import type { ModelSpec } from './types'

export type LocalAbility = 'weights' | 'inside' | 'logits' | 'text' | 'chat' | 'logprobs' | 'embed' | 'rank'

/**
 * `logits`: scores of tokens at each place. `text`: it can go on writing. `chat`: its tokenizer has a template. `embed`: a vector for
 * a text, from an encoder's rows or a decoder's stream. `rank`: one number for a pair of texts.
 */
export function abilitiesOf(spec: ModelSpec, chatTemplate: string | null): readonly LocalAbility[] {
  // Of a stranger's graph only the names of its tensors are known.
  if (spec.architecture === 'onnx')
    return ['inside', ...(spec.head === 'none' ? [] : (['logits'] as const)), ...(spec.encoder ? (['embed'] as const) : [])]
  const always = ['weights', 'inside', 'embed'] as const
  if (spec.head === 'masked-token') return [...always, 'logits']
  if (spec.head === 'classes' && spec.labels.length === 1) return [...always, 'rank']
  if (spec.head !== 'next-token') return always
  return ['weights', 'inside', 'logits', 'text', ...(chatTemplate === null ? [] : (['chat'] as const)), 'logprobs', 'embed']
}
