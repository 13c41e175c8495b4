/* GPT-2: layer norm, learned positions, fused projections stored [in, out]. Radford et al. 2019, "Language Models are Unsupervised Multitask Learners". */
import type { JsonObject } from '../files/json'
import { Settings } from './config'
import type { NormWeights } from '../ir/builder'
import { decoderBlock, decoderEnd } from './decoder-block'
import { defineFamily, type EngineSpec, type Family } from './family'

interface Gpt2Spec extends EngineSpec {
  /** Scores of layer l are divided by l + 1, too. */
  readonly scaleByLayer: boolean
  readonly scaleByHeadSize: boolean
}

function readSpec(config: JsonObject): Gpt2Spec {
  const settings = new Settings(config)
  const width = settings.size('n_embd')
  const heads = settings.size('n_head')
  if (width % heads) throw settings.failure('n_head', `is ${heads}, which does not divide n_embd ${width}`)
  return {
    architecture: 'gpt2',
    causal: true,
    head: 'next-token',
    labels: [],
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
    ropes: [],
    scaleByLayer: settings.flag('scale_attn_by_inverse_layer_idx', false),
    scaleByHeadSize: settings.flag('scale_attn_weights', true),
  }
}

const layerName = (layer: number) => `transformer.h.${layer}`

const program: Family['program'] = (given, builder) => {
  const spec = given as Gpt2Spec
  const norm = (name: string): NormWeights => ({ kind: 'layer', epsilon: spec.normEpsilon, weight: `${name}.weight`, bias: `${name}.bias` })
  const matrix = (name: string) => ({ weight: `${name}.weight`, bias: `${name}.bias`, layout: 'in-out' }) as const
  const token = builder.embed('hook_embed', 'transformer.wte.weight') // [T,C]
  const position = builder.positions('hook_pos_embed', 'transformer.wpe.weight', spec.context)
  let x = ''
  for (let layer = 0; layer < spec.layers; layer++) {
    const name = layerName(layer)
    const before = `blocks.${layer}.hook_resid_pre`
    x = decoderBlock(builder, layer, layer === 0 ? builder.add(before, token, position) : builder.copy(before, x), {
      norms: { ln1: norm(`${name}.ln_1`), ln1Post: null, ln2: norm(`${name}.ln_2`), ln2Post: null },
      attention: {
        projections: { fused: matrix(`${name}.attn.c_attn`), order: 'parts' },
        output: matrix(`${name}.attn.c_proj`),
        rope: null,
        scoreScale: (spec.scaleByHeadSize ? 1 / Math.sqrt(spec.headSize) : 1) / (spec.scaleByLayer ? layer + 1 : 1),
        causal: true,
        window: null,
      },
      mlp: { activation: spec.activation, gate: null, up: matrix(`${name}.mlp.c_fc`), down: matrix(`${name}.mlp.c_proj`) },
    })
  }
  const unembedding = spec.tiedEmbeddings ? 'transformer.wte.weight' : 'lm_head.weight'
  decoderEnd(builder, x, norm('transformer.ln_f'), { weight: unembedding, bias: null, layout: 'out-in' })
}

export const gpt2 = defineFamily({
  architecture: 'gpt2',
  modelTypes: ['gpt2'],
  prefix: 'transformer.',
  embedding: 'transformer.wte.weight',
  readSpec,
  program,
})
