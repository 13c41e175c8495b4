/* What Gemma 2 and 3 share: norms before and after, norm weights stored less one, scaled embeddings, softcaps. arXiv:2408.00118. */
import type { Settings } from './config'
import { askedBiases, type Traits } from './rotary-decoder'

export const gemmaTraits = {
  tied: true,
  headSize: 256,
  positions: 8192,
  norms: 'around',
  normOffset: 1,
  scaledEmbedding: true,
  activationKey: 'hidden_activation',
  activation: 'gelu_pytorch_tanh',
  biases: (settings: Settings) => ({ ...askedBiases(settings), mlp: false }),
  scoreScale: (settings: Settings) => 1 / Math.sqrt(settings.number('query_pre_attn_scalar', 256)),
} as const satisfies Partial<Traits>

/** Sentence encoders made of Gemma look both ways, which would give other numbers everywhere. */
export function refuseBothWays(settings: Settings): void {
  if (settings.flag('use_bidirectional_attention', false))
    throw settings.failure('use_bidirectional_attention', 'is true; Gemma models are read from left to right here')
}

/** An explicit null switches a cap off; absent means the family's own. */
export function softcaps(settings: Settings, scores: number | null, logits: number | null) {
  const cap = (key: string, fallback: number | null): number | null => {
    if (Object.hasOwn(settings.values, key)) return settings.has(key) ? settings.number(key) : null
    return fallback
  }
  return { scores: cap('attn_logit_softcapping', scores), logits: cap('final_logit_softcapping', logits) }
}
