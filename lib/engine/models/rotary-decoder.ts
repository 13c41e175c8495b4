/*
 * What the Llama family and its descendants share: RMS norms, rotary positions, grouped key/value heads, a gated mlp, and names of
 * weights. Each family says in its own file where it differs.
 */
import type { JsonObject } from '../files/json'
import type { NormWeights, ProgramBuilder } from '../ir/builder'
import type { Architecture } from '../types'
import { Settings } from './config'
import { decoderBlock, decoderEnd, type BlockParts } from './decoder-block'
import { defineFamily, type EngineSpec, type Family, type LayerPlan } from './family'
import { fullLayers } from './layer-plans'
import { readRope, ropeContext, type RopeDefaults, type RopeSpec } from './rope'

export interface RotarySpec extends EngineSpec {
  readonly plan: readonly LayerPlan[]
  readonly biases: { readonly qkv: boolean; readonly output: boolean; readonly mlp: boolean }
  readonly scoreScale: number
  readonly scoreSoftcap: number | null
  readonly logitSoftcap: number | null
  /** Norm weights are stored less one. */
  readonly normOffset: 0 | 1
}

export interface Traits {
  readonly architecture: Architecture
  readonly modelTypes: readonly string[]
  /** Where config.json is silent. */
  readonly tied: boolean
  readonly headSize?: number
  readonly normEpsilon?: number
  readonly positions?: number
  /** Norms stand before attention and mlp, after them, or both. */
  readonly norms: 'before' | 'after' | 'around'
  readonly normOffset?: 0 | 1
  readonly queryKeyNorm?: 'head' | 'whole'
  /** One matrix for q, k and v, and one for gate and up. */
  readonly fused?: boolean
  /** Token embeddings times √width. */
  readonly scaledEmbedding?: boolean
  readonly activationKey?: string
  readonly activation?: string
  biases?(settings: Settings): RotarySpec['biases']
  /** Default: every layer sees everything and turns. */
  plan?(settings: Settings, layers: number): readonly LayerPlan[]
  /** Default: one, as config.json says. */
  ropes?(settings: Settings, defaults: RopeDefaults): readonly RopeSpec[]
  /** Default: 1 / √(head size). */
  scoreScale?(settings: Settings): number
  softcaps?(settings: Settings): { readonly scores: number | null; readonly logits: number | null }
}

export function rotaryFamily(traits: Traits): Family {
  return defineFamily({
    architecture: traits.architecture,
    modelTypes: traits.modelTypes,
    prefix: 'model.',
    embedding: 'model.embed_tokens.weight',
    readSpec: (config) => readSpec(config, traits),
    program: (spec, builder) => program(spec as RotarySpec, builder, traits),
  })
}

function readSpec(config: JsonObject, traits: Traits): RotarySpec {
  const settings = new Settings(config)
  const width = settings.size('hidden_size')
  const layers = settings.size('num_hidden_layers')
  const heads = settings.size('num_attention_heads')
  const keyValueHeads = settings.size('num_key_value_heads', heads)
  if (heads % keyValueHeads) throw settings.failure('num_key_value_heads', `is ${keyValueHeads}, which does not divide the ${heads} heads`)
  const headSize = settings.size('head_dim', traits.headSize ?? Math.floor(width / heads))
  const positions = settings.size('max_position_embeddings', traits.positions ?? 2048)
  const ropes = (traits.ropes ?? oneRope)(settings, { headSize, positions })
  const softcaps = traits.softcaps?.(settings) ?? { scores: null, logits: null }
  return {
    architecture: traits.architecture,
    causal: true,
    head: 'next-token',
    labels: [],
    layers,
    heads,
    keyValueHeads,
    headSize,
    width,
    mlpWidth: settings.size('intermediate_size'),
    vocabulary: settings.size('vocab_size'),
    context: ropeContext(ropes[0]!, positions),
    normEpsilon: settings.number('rms_norm_eps', traits.normEpsilon ?? 1e-6),
    tiedEmbeddings: settings.flag('tie_word_embeddings', traits.tied),
    bosTokenId: settings.tokenIds('bos_token_id')[0] ?? null,
    eosTokenIds: settings.tokenIds('eos_token_id'),
    activation: settings.activation(traits.activationKey ?? 'hidden_act', traits.activation ?? 'silu'),
    ropes,
    plan: traits.plan?.(settings, layers) ?? fullLayers(layers),
    biases: traits.biases?.(settings) ?? { qkv: false, output: false, mlp: false },
    scoreScale: traits.scoreScale?.(settings) ?? 1 / Math.sqrt(headSize),
    scoreSoftcap: softcaps.scores,
    logitSoftcap: softcaps.logits,
    normOffset: traits.normOffset ?? 0,
  }
}

const oneRope = (settings: Settings, defaults: RopeDefaults): readonly RopeSpec[] => [readRope(settings, defaults)]

/** Attention and mlp biases where config.json asks for them. */
export const askedBiases = (settings: Settings): RotarySpec['biases'] => {
  const attention = settings.flag('attention_bias', false)
  return { qkv: attention, output: attention, mlp: settings.flag('mlp_bias', false) }
}

function program(spec: RotarySpec, builder: ProgramBuilder, traits: Traits): void {
  let x = embedded(spec, builder, traits)
  for (let layer = 0; layer < spec.layers; layer++) {
    const before = builder.copy(`blocks.${layer}.hook_resid_pre`, x)
    x = decoderBlock(builder, layer, before, blockParts(spec, layer, traits))
  }
  const unembedding = matrix(spec.tiedEmbeddings ? 'model.embed_tokens' : 'lm_head', false)
  decoderEnd(builder, x, norm(spec, 'model.norm'), unembedding, spec.logitSoftcap)
}

function embedded(spec: RotarySpec, builder: ProgramBuilder, traits: Traits): string {
  const table = 'model.embed_tokens.weight'
  if (!traits.scaledEmbedding) return builder.embed('hook_embed', table) // [T,C]
  return builder.scale('hook_embed', builder.embed('embed.plain', table), Math.sqrt(spec.width))
}

const norm = (spec: RotarySpec, name: string): NormWeights => ({
  kind: 'rms',
  epsilon: spec.normEpsilon,
  weight: `${name}.weight`,
  bias: null,
  offset: spec.normOffset,
})

const matrix = (name: string, bias: boolean) =>
  ({ weight: `${name}.weight`, bias: bias ? `${name}.bias` : null, layout: 'out-in' }) as const

function blockParts(spec: RotarySpec, layer: number, traits: Traits): BlockParts {
  const name = `model.layers.${layer}`
  const { rope, window } = spec.plan[layer]!
  const attention = (part: string, bias = spec.biases.qkv) => matrix(`${name}.self_attn.${part}`, bias)
  const mlp = (part: string) => matrix(`${name}.mlp.${part}`, spec.biases.mlp)
  const within = (part: string) => norm(spec, `${name}.self_attn.${part}`)
  return {
    norms: blockNorms(spec, name, traits),
    attention: {
      projections: traits.fused
        ? { fused: attention('qkv_proj'), order: 'parts' }
        : { q: attention('q_proj'), k: attention('k_proj'), v: attention('v_proj') },
      output: attention('o_proj', spec.biases.output),
      norms: traits.queryKeyNorm && { q: within('q_norm'), k: within('k_norm'), over: traits.queryKeyNorm },
      rope: rope === null ? null : { table: rope, turns: spec.ropes[rope]!.size },
      scoreScale: spec.scoreScale,
      softcap: spec.scoreSoftcap,
      causal: true,
      window,
    },
    mlp: {
      activation: spec.activation,
      gate: traits.fused ? 'fused' : mlp('gate_proj'),
      up: traits.fused ? mlp('gate_up_proj') : mlp('up_proj'),
      down: mlp('down_proj'),
    },
  }
}

/** The same weight name stands before the mlp in some families and after attention in others. */
function blockNorms(spec: RotarySpec, name: string, { norms }: Traits): BlockParts['norms'] {
  const of = (part: string) => norm(spec, `${name}.${part}`)
  const none = { ln1: null, ln1Post: null, ln2: null, ln2Post: null }
  if (norms === 'before') return { ...none, ln1: of('input_layernorm'), ln2: of('post_attention_layernorm') }
  const after = { ln1Post: of('post_attention_layernorm'), ln2Post: of('post_feedforward_layernorm') }
  return norms === 'after' ? { ...none, ...after } : { ...after, ln1: of('input_layernorm'), ln2: of('pre_feedforward_layernorm') }
}
