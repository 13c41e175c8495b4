/* The Llama family: RMS norm, rotary positions, grouped key/value heads, gated mlp. arXiv:2302.13971 and its successors. */
import type { JsonObject } from '../files/json'
import { Settings } from './config'
import { decoderBlock, decoderEnd, type NormWeights } from './decoder-block'
import type { EngineSpec, Family, WeightNeed } from './family'
import { readRope, ropeContext } from './rope'

function readSpec(config: JsonObject): EngineSpec {
  const settings = new Settings(config)
  const width = settings.size('hidden_size')
  const heads = settings.size('num_attention_heads')
  const keyValueHeads = settings.size('num_key_value_heads', heads)
  if (heads % keyValueHeads) throw settings.failure('num_key_value_heads', `is ${keyValueHeads}, which does not divide the ${heads} heads`)
  const headSize = settings.size('head_dim', Math.floor(width / heads))
  const positions = settings.size('max_position_embeddings', 2048)
  const rope = readRope(settings, headSize, positions)
  return {
    architecture: 'llama',
    layers: settings.size('num_hidden_layers'),
    heads,
    keyValueHeads,
    headSize,
    width,
    mlpWidth: settings.size('intermediate_size'),
    vocabulary: settings.size('vocab_size'),
    context: ropeContext(rope, positions),
    normEpsilon: settings.number('rms_norm_eps', 1e-6),
    tiedEmbeddings: settings.flag('tie_word_embeddings', false),
    bosTokenId: settings.tokenIds('bos_token_id')[0] ?? null,
    eosTokenIds: settings.tokenIds('eos_token_id'),
    activation: settings.activation('hidden_act', 'silu'),
    rope,
    attentionBias: settings.flag('attention_bias', false),
    mlpBias: settings.flag('mlp_bias', false),
    scaleByLayer: false,
    scaleByHeadSize: true,
  }
}

const layerName = (layer: number) => `model.layers.${layer}`

function weights(spec: EngineSpec): WeightNeed[] {
  const { width, mlpWidth, vocabulary } = spec
  const queries = spec.heads * spec.headSize
  const keys = spec.keyValueHeads * spec.headSize
  const needs: WeightNeed[] = [{ name: 'model.embed_tokens.weight', shape: [vocabulary, width] }]
  const matrix = (name: string, outer: number, inner: number, bias: boolean) => {
    needs.push({ name: `${name}.weight`, shape: [outer, inner] })
    if (bias) needs.push({ name: `${name}.bias`, shape: [outer] })
  }
  for (let layer = 0; layer < spec.layers; layer++) {
    const name = layerName(layer)
    needs.push({ name: `${name}.input_layernorm.weight`, shape: [width] })
    matrix(`${name}.self_attn.q_proj`, queries, width, spec.attentionBias)
    matrix(`${name}.self_attn.k_proj`, keys, width, spec.attentionBias)
    matrix(`${name}.self_attn.v_proj`, keys, width, spec.attentionBias)
    matrix(`${name}.self_attn.o_proj`, width, queries, spec.attentionBias)
    needs.push({ name: `${name}.post_attention_layernorm.weight`, shape: [width] })
    matrix(`${name}.mlp.gate_proj`, mlpWidth, width, spec.mlpBias)
    matrix(`${name}.mlp.up_proj`, mlpWidth, width, spec.mlpBias)
    matrix(`${name}.mlp.down_proj`, width, mlpWidth, spec.mlpBias)
  }
  needs.push({ name: 'model.norm.weight', shape: [width] })
  if (!spec.tiedEmbeddings) matrix('lm_head', vocabulary, width, false)
  return needs
}

const program: Family['program'] = (spec, builder) => {
  const norm = (weight: string): NormWeights => ({ kind: 'rms', epsilon: spec.normEpsilon, weight, bias: null })
  const matrix = (name: string, bias: boolean) =>
    ({ weight: `${name}.weight`, bias: bias ? `${name}.bias` : null, layout: 'out-in' }) as const
  let x = builder.embed('hook_embed', 'model.embed_tokens.weight') // [T,C]
  for (let layer = 0; layer < spec.layers; layer++) {
    const name = layerName(layer)
    const attention = (part: string) => matrix(`${name}.self_attn.${part}`, spec.attentionBias)
    const mlp = (part: string) => matrix(`${name}.mlp.${part}`, spec.mlpBias)
    x = decoderBlock(builder, layer, builder.copy(`blocks.${layer}.hook_resid_pre`, x), {
      norms: [norm(`${name}.input_layernorm.weight`), norm(`${name}.post_attention_layernorm.weight`)],
      attention: {
        projections: { q: attention('q_proj'), k: attention('k_proj'), v: attention('v_proj') },
        output: attention('o_proj'),
        rope: true,
        scoreScale: 1 / Math.sqrt(spec.headSize),
      },
      mlp: { activation: spec.activation, gate: mlp('gate_proj'), up: mlp('up_proj'), down: mlp('down_proj') },
    })
  }
  const unembedding = spec.tiedEmbeddings ? 'model.embed_tokens' : 'lm_head'
  decoderEnd(builder, x, norm('model.norm.weight'), matrix(unembedding, false))
}

export const llama: Family = {
  architecture: 'llama',
  modelTypes: ['llama'],
  prefix: 'model.',
  embedding: 'model.embed_tokens.weight',
  readSpec,
  weights,
  program,
}
