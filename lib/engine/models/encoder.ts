/*
 * BERT and its relatives: every token sees all others, and the norm follows each sum. Families name the weights and say where they
 * differ; what stands on top (pooler, masked tokens, classes) is in encoder-heads.ts. arXiv:1810.04805.
 */
import type { LinearWeights, NormWeights, ProgramBuilder } from '../ir/builder'
import { attention } from './attention'
import type { Settings } from './config'
import { mlp } from './decoder-block'
import type { EncoderHeads } from './encoder-heads'
import { writeHeads } from './encoder-heads'
import type { EngineSpec, HasWeight } from './family'
import type { Architecture, ModelHead } from '../types'

export interface EncoderSpec extends EngineSpec {
  readonly positionRows: number
  readonly typeRows: number
  readonly padding: number
  readonly pooler: boolean
}

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

export const dense = (name: string): LinearWeights => ({ weight: `${name}.weight`, bias: `${name}.bias`, layout: 'out-in' })

export const layerNorm = (name: string, epsilon: number): NormWeights => ({
  kind: 'layer',
  epsilon,
  weight: `${name}.weight`,
  bias: `${name}.bias`,
})

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

export interface EncoderKeys {
  readonly width: string
  readonly layers: string
  readonly heads: string
  readonly mlpWidth: string
  readonly activation: string
}

const usualKeys: EncoderKeys = {
  width: 'hidden_size',
  layers: 'num_hidden_layers',
  heads: 'num_attention_heads',
  mlpWidth: 'intermediate_size',
  activation: 'hidden_act',
}

export interface EncoderFacts {
  readonly architecture: Architecture
  readonly keys?: EncoderKeys
  /** Norms whose epsilon config.json does not say. */
  readonly epsilon?: number
  readonly padding: number
  /** Positions that the padding id takes away from the table. */
  readonly positionsByPadding: boolean
  readonly pooler: boolean
}

export function readEncoder(settings: Settings, facts: EncoderFacts): EncoderSpec {
  const keys = facts.keys ?? usualKeys
  const width = settings.size(keys.width)
  const heads = settings.size(keys.heads)
  if (width % heads) throw settings.failure(keys.heads, `is ${heads}, which does not divide ${keys.width} ${width}`)
  refuseOtherPositions(settings)
  const padding = settings.number('pad_token_id', facts.padding)
  const positionRows = settings.size('max_position_embeddings', 512)
  const head = headOf(settings)
  return {
    architecture: facts.architecture,
    causal: false,
    head,
    labels: head === 'classes' || head === 'token-classes' ? labelsOf(settings) : [],
    layers: settings.size(keys.layers),
    heads,
    keyValueHeads: heads,
    headSize: width / heads,
    width,
    mlpWidth: settings.size(keys.mlpWidth),
    vocabulary: settings.size('vocab_size'),
    context: facts.positionsByPadding ? positionRows - padding - 1 : positionRows,
    normEpsilon: facts.epsilon ?? settings.number('layer_norm_eps', 1e-12),
    tiedEmbeddings: settings.flag('tie_word_embeddings', true),
    bosTokenId: settings.tokenIds('bos_token_id')[0] ?? null,
    eosTokenIds: settings.tokenIds('eos_token_id'),
    activation: settings.activation(keys.activation, 'gelu'),
    ropes: [],
    positionRows,
    typeRows: settings.size('type_vocab_size', 2),
    padding,
    pooler: facts.pooler,
  }
}

/** Old BERT variants that would load and give other numbers. */
function refuseOtherPositions(settings: Settings): void {
  const kind = settings.text('position_embedding_type', 'absolute')
  if (kind !== 'absolute') throw settings.failure('position_embedding_type', `is ${kind.slice(0, 40)}; only absolute is known`)
  if (settings.flag('is_decoder', false)) throw settings.failure('is_decoder', 'is true; only encoders of this family are known')
}

/** By the class that config.json names; a class without a known head is read as the encoder alone. */
function headOf(settings: Settings): ModelHead {
  const name = settings.texts('architectures')?.[0] ?? ''
  if (/For(MaskedLM|PreTraining)$/.test(name)) return 'masked-token'
  if (name.endsWith('ForSequenceClassification')) return 'classes'
  return name.endsWith('ForTokenClassification') ? 'token-classes' : 'none'
}

function labelsOf(settings: Settings): readonly string[] {
  const names = settings.part('id2label')
  if (names) return Object.keys(names.values).map((_, id) => names.text(String(id), `LABEL_${id}`))
  return Array.from({ length: settings.size('num_labels', 2) }, (_, id) => `LABEL_${id}`)
}

/** The pooler is there if the files have it: sentence encoders are saved with and without. */
export function hasPooler(has: HasWeight | undefined, prefix: string, usually: boolean): boolean {
  return has ? has(`${prefix}pooler.dense.weight`) || has('pooler.dense.weight') : usually
}
