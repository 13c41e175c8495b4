/* GPT-NeoX and Pythia: layer norms, attention and mlp in parallel, a part of each head turns. arXiv:2204.06745. */
import type { JsonObject } from '../files/json'
import type { NormWeights } from '../ir/builder'
import { Settings } from './config'
import { decoderBlock, decoderEnd } from './decoder-block'
import { defineFamily, type EngineSpec } from './family'
import { readRope, ropeContext } from './rope'

interface NeoxSpec extends EngineSpec {
  readonly parallel: boolean
  readonly attentionBias: boolean
}

function readSpec(config: JsonObject): NeoxSpec {
  const settings = new Settings(config)
  const width = settings.size('hidden_size')
  const heads = settings.size('num_attention_heads')
  if (width % heads) throw settings.failure('num_attention_heads', `is ${heads}, which does not divide hidden_size ${width}`)
  const headSize = width / heads
  const positions = settings.size('max_position_embeddings', 2048)
  const rope = readRope(settings, { headSize, positions, baseKey: 'rotary_emb_base', shareKey: shareKey(settings), share: 0.25 })
  return {
    architecture: 'gpt_neox',
    causal: true,
    head: 'next-token',
    labels: [],
    layers: settings.size('num_hidden_layers'),
    heads,
    keyValueHeads: heads,
    headSize,
    width,
    mlpWidth: settings.size('intermediate_size', 4 * width),
    vocabulary: settings.size('vocab_size'),
    context: ropeContext(rope, positions),
    normEpsilon: settings.number('layer_norm_eps', 1e-5),
    tiedEmbeddings: settings.flag('tie_word_embeddings', false),
    bosTokenId: settings.tokenIds('bos_token_id')[0] ?? null,
    eosTokenIds: settings.tokenIds('eos_token_id'),
    activation: settings.activation('hidden_act', 'gelu'),
    ropes: [rope],
    parallel: settings.flag('use_parallel_residual', true),
    attentionBias: settings.flag('attention_bias', true),
  }
}

function shareKey(settings: Settings): string {
  return settings.has('partial_rotary_factor') ? 'partial_rotary_factor' : 'rotary_pct'
}

const matrix = (name: string, bias = true) => ({ weight: `${name}.weight`, bias: bias ? `${name}.bias` : null, layout: 'out-in' }) as const

export const gptNeox = defineFamily({
  architecture: 'gpt_neox',
  modelTypes: ['gpt_neox'],
  prefix: 'gpt_neox.',
  embedding: 'gpt_neox.embed_in.weight',
  readSpec,
  program(given, builder) {
    const spec = given as NeoxSpec
    const norm = (name: string): NormWeights => ({
      kind: 'layer',
      epsilon: spec.normEpsilon,
      weight: `${name}.weight`,
      bias: `${name}.bias`,
    })
    let x = builder.embed('hook_embed', 'gpt_neox.embed_in.weight') // [T,C]
    for (let layer = 0; layer < spec.layers; layer++) {
      const name = `gpt_neox.layers.${layer}`
      x = decoderBlock(builder, layer, builder.copy(`blocks.${layer}.hook_resid_pre`, x), {
        norms: { ln1: norm(`${name}.input_layernorm`), ln1Post: null, ln2: norm(`${name}.post_attention_layernorm`), ln2Post: null },
        attention: {
          projections: { fused: matrix(`${name}.attention.query_key_value`, spec.attentionBias), order: 'heads' },
          output: matrix(`${name}.attention.dense`, spec.attentionBias),
          rope: { table: 0, turns: spec.ropes[0]!.size },
          scoreScale: 1 / Math.sqrt(spec.headSize),
          causal: true,
          window: null,
        },
        mlp: {
          activation: spec.activation,
          gate: null,
          up: matrix(`${name}.mlp.dense_h_to_4h`),
          down: matrix(`${name}.mlp.dense_4h_to_h`),
        },
        parallel: spec.parallel,
      })
    }
    const unembedding = spec.tiedEmbeddings ? 'gpt_neox.embed_in' : 'embed_out'
    decoderEnd(builder, x, norm('gpt_neox.final_layer_norm'), matrix(unembedding, false))
  },
})
