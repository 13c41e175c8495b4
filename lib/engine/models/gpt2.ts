/* GPT-2: layer norm, learned positions, fused projections stored [in, out]. Radford et al. 2019, "Language Models are Unsupervised Multitask Learners". */
import type { JsonObject } from '../files/json'
import { Settings } from './config'
import { decoderBlock, decoderEnd, type NormWeights } from './decoder-block'
import type { EngineSpec, Family, WeightNeed } from './family'

function readSpec(config: JsonObject): EngineSpec {
  const settings = new Settings(config)
  const width = settings.size('n_embd')
  const heads = settings.size('n_head')
  if (width % heads) throw settings.failure('n_head', `is ${heads}, which does not divide n_embd ${width}`)
  return {
    architecture: 'gpt2',
    layers: settings.size('n_layer'),
    heads,
    keyValueHeads: heads,
    headSize: width / heads,
    width,
    mlpWidth: settings.size('n_inner', 4 * width),
    vocabulary: settings.size('vocab_size'),
    context: settings.size('n_positions', settings.size('n_ctx', 1024)),
    normEpsilon: settings.number('layer_norm_epsilon', 1e-5),
    tiedEmbeddings: settings.flag('tie_word_embeddings', true),
    bosTokenId: settings.tokenIds('bos_token_id')[0] ?? null,
    eosTokenIds: settings.tokenIds('eos_token_id'),
    activation: settings.activation('activation_function', 'gelu_new'),
    rope: null,
    attentionBias: true,
    mlpBias: true,
    scaleByLayer: settings.flag('scale_attn_by_inverse_layer_idx', false),
    scaleByHeadSize: settings.flag('scale_attn_weights', true),
  }
}

const layerName = (layer: number) => `transformer.h.${layer}`

function weights(spec: EngineSpec): WeightNeed[] {
  const { width, mlpWidth, vocabulary, context } = spec
  const needs: WeightNeed[] = [
    { name: 'transformer.wte.weight', shape: [vocabulary, width] },
    { name: 'transformer.wpe.weight', shape: [context, width] },
  ]
  const matrix = (name: string, inner: number, outer: number) =>
    needs.push({ name: `${name}.weight`, shape: [inner, outer] }, { name: `${name}.bias`, shape: [outer] })
  const norm = (name: string) => needs.push({ name: `${name}.weight`, shape: [width] }, { name: `${name}.bias`, shape: [width] })
  for (let layer = 0; layer < spec.layers; layer++) {
    const name = layerName(layer)
    norm(`${name}.ln_1`)
    matrix(`${name}.attn.c_attn`, width, 3 * width)
    matrix(`${name}.attn.c_proj`, width, width)
    norm(`${name}.ln_2`)
    matrix(`${name}.mlp.c_fc`, width, mlpWidth)
    matrix(`${name}.mlp.c_proj`, mlpWidth, width)
  }
  norm('transformer.ln_f')
  if (!spec.tiedEmbeddings) needs.push({ name: 'lm_head.weight', shape: [vocabulary, width] })
  return needs
}

const program: Family['program'] = (spec, builder) => {
  const norm = (name: string): NormWeights => ({ kind: 'layer', epsilon: spec.normEpsilon, weight: `${name}.weight`, bias: `${name}.bias` })
  const matrix = (name: string) => ({ weight: `${name}.weight`, bias: `${name}.bias`, layout: 'in-out' }) as const
  const token = builder.embed('hook_embed', 'transformer.wte.weight') // [T,C]
  const position = builder.positions('hook_pos_embed', 'transformer.wpe.weight')
  let x = ''
  for (let layer = 0; layer < spec.layers; layer++) {
    const name = layerName(layer)
    const before = `blocks.${layer}.hook_resid_pre`
    x = decoderBlock(builder, layer, layer === 0 ? builder.add(before, token, position) : builder.copy(before, x), {
      norms: [norm(`${name}.ln_1`), norm(`${name}.ln_2`)],
      attention: {
        projections: { fused: matrix(`${name}.attn.c_attn`) },
        output: matrix(`${name}.attn.c_proj`),
        rope: false,
        scoreScale: (spec.scaleByHeadSize ? 1 / Math.sqrt(spec.headSize) : 1) / (spec.scaleByLayer ? layer + 1 : 1),
      },
      mlp: { activation: spec.activation, gate: null, up: matrix(`${name}.mlp.c_fc`), down: matrix(`${name}.mlp.c_proj`) },
    })
  }
  const unembedding = spec.tiedEmbeddings ? 'transformer.wte.weight' : 'lm_head.weight'
  decoderEnd(builder, x, norm('transformer.ln_f'), { weight: unembedding, bias: null, layout: 'out-in' })
}

export const gpt2: Family = {
  architecture: 'gpt2',
  modelTypes: ['gpt2'],
  prefix: 'transformer.',
  embedding: 'transformer.wte.weight',
  readSpec,
  weights,
  program,
}
