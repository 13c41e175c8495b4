/*
 * BERT and its relatives: every token sees all others, and the norm follows each sum. Families name the weights and say where they
 * differ; what stands on top (pooler, masked tokens, classes) is in encoder-heads.ts. arXiv:1810.04805.
 */
import type { ProgramBuilder } from '../ir/builder'
import { attention } from './attention'
import { mlp } from './decoder-block'
import { writeHeads, type EncoderHeads } from './encoder-heads'
import { dense, layerNorm, type EncoderSpec } from './encoder-spec'

export interface EncoderNames {
  readonly words: string
  readonly positions: string
  /** Token types; null where the family has none. */
  readonly types: string | null
  readonly embedNorm: string
  readonly layer: (layer: number) => LayerNames
}

export interface LayerNames {
  readonly q: string
  readonly k: string
  readonly v: string
  readonly output: string
  readonly ln1: string
  readonly up: string
  readonly down: string
  readonly ln2: string
}

export interface EncoderParts {
  readonly names: EncoderNames
  readonly heads: EncoderHeads
  /** Positions count real tokens from the padding id on. */
  readonly positionsByPadding: boolean
  /** A table of relative positions added to all scores. */
  readonly relative?: { readonly weight: string; readonly buckets: number; readonly distance: number }
}

export function encoderProgram(spec: EncoderSpec, builder: ProgramBuilder, parts: EncoderParts): void {
  const { names, relative } = parts
  let x = embedded(spec, builder, parts)
  const bias = relative ? builder.positionBias('hook_position_bias', relative.weight, relative.buckets, relative.distance) : null
  for (let layer = 0; layer < spec.layers; layer++) x = block(spec, builder, layer, names.layer(layer), x, bias)
  writeHeads(builder, x, spec, parts.heads)
}

function embedded(spec: EncoderSpec, builder: ProgramBuilder, { names, positionsByPadding }: EncoderParts): string {
  let sum = builder.embed('hook_embed', `${names.words}.weight`) // [T,C]
  if (names.types !== null) {
    const types = builder.tokenTypes('hook_token_type_embed', `${names.types}.weight`, spec.typeRows)
    sum = builder.add('embed.typed', sum, types)
  }
  const padding = positionsByPadding ? spec.padding : null
  const positions = builder.positions('hook_pos_embed', `${names.positions}.weight`, spec.positionRows, padding)
  const whole = builder.norm('embed.ln', builder.add('embed.sum', sum, positions), layerNorm(names.embedNorm, spec.normEpsilon))
  return builder.copy('hook_full_embed', whole)
}

function block(spec: EncoderSpec, builder: ProgramBuilder, layer: number, names: LayerNames, x: string, bias: string | null): string {
  const name = `blocks.${layer}`
  const before = builder.copy(`${name}.hook_resid_pre`, x)
  const attended = attention(
    builder,
    layer,
    before,
    {
      projections: { q: dense(names.q), k: dense(names.k), v: dense(names.v) },
      output: dense(names.output),
      rope: null,
      scoreScale: 1 / Math.sqrt(spec.headSize),
      bias,
      causal: false,
      window: null,
    },
    `${name}.hook_attn_out`,
  )
  const normed = (which: 'ln1' | 'ln2', input: string, weight: string, hook: string) =>
    builder.copy(`${name}.${hook}`, builder.norm(`${name}.${which}`, input, layerNorm(weight, spec.normEpsilon)))
  const middle = normed('ln1', builder.add(`${name}.hook_resid_mid`, before, attended), names.ln1, 'hook_normalized_resid_mid')
  const parts = { activation: spec.activation, gate: null, up: dense(names.up), down: dense(names.down) }
  const written = mlp(builder, name, middle, parts, `${name}.hook_mlp_out`)
  return normed('ln2', builder.add(`${name}.hook_resid_post`, middle, written), names.ln2, 'hook_normalized_resid_post')
}
