/*
 * The Universal Sentence Encoder, lite: two layers that read both ways, norms before attention and mlp, the first layer narrower than the
 * second; the mean of the rows goes through a dense layer. Names are those our build writes. arXiv:1803.11175; norms first: arXiv:1803.07416.
 */
import type { ProgramBuilder } from '../ir/builder'
import { attention } from './attention'
import { Settings } from './config'
import { mlp } from './decoder-block'
import { dense, layerNorm } from './encoder-spec'
import { defineFamily, type EngineSpec } from './family'

interface SentenceSpec extends EngineSpec {
  /** Of the table, and of the first layer's queries, keys and values. */
  readonly embeddingWidth: number
}

function readSpec(settings: Settings): SentenceSpec {
  const width = settings.size('hidden_size')
  const embeddingWidth = settings.size('embedding_size', width)
  const heads = settings.size('num_attention_heads')
  for (const [key, size] of [
    ['hidden_size', width],
    ['embedding_size', embeddingWidth],
  ] as const)
    if (size % heads) throw settings.failure('num_attention_heads', `is ${heads}, which does not divide ${key} ${size}`)
  return {
    architecture: 'sentence-encoder',
    causal: false,
    head: 'none',
    labels: [],
    ownEmbedding: true,
    layers: settings.size('num_hidden_layers'),
    heads,
    keyValueHeads: heads,
    headSize: width / heads,
    width,
    embeddingWidth,
    mlpWidth: settings.size('intermediate_size'),
    vocabulary: settings.size('vocab_size'),
    context: settings.size('max_position_embeddings', 128),
    normEpsilon: settings.number('layer_norm_eps', 1e-6),
    tiedEmbeddings: true,
    bosTokenId: null,
    eosTokenIds: [],
    activation: settings.activation('hidden_act', 'relu'),
    ropes: [],
  }
}

function program(spec: SentenceSpec, builder: ProgramBuilder): void {
  const narrow = builder.resized({ width: spec.embeddingWidth })
  const words = narrow.embed('hook_embed', 'embeddings.weight') // [T,256]
  const positions = narrow.positions('hook_pos_embed', 'positions.weight', spec.context)
  // The published graph adds the embedding to itself with its position.
  let x = narrow.add('embed.sum', narrow.scale('embed.twice', words, 2), positions)
  for (let layer = 0; layer < spec.layers; layer++) x = block(spec, builder, layer, x)
  const mean = builder.pool('sentence.mean', x, 'mean') // [1,C]
  const active = builder.activation('sentence.active', builder.linear('sentence.dense', mean, dense('dense'), spec.width, 'C'), 'tanh')
  builder.flatten('sentence_embedding', builder.unitLength('sentence.row', active))
}

function block(spec: SentenceSpec, builder: ProgramBuilder, layer: number, x: string): string {
  const [name, weights] = [`blocks.${layer}`, `layers.${layer}`]
  const headSize = (layer === 0 ? spec.embeddingWidth : spec.width) / spec.heads
  const before = builder.copy(`${name}.hook_resid_pre`, x)
  const normed = builder.norm(`${name}.ln1`, before, layerNorm(`${weights}.ln1`, spec.normEpsilon))
  const attended = attention(
    builder.resized({ headSize }),
    layer,
    normed,
    {
      projections: { q: dense(`${weights}.q`), k: dense(`${weights}.k`), v: dense(`${weights}.v`) },
      output: dense(`${weights}.output`),
      rope: null,
      scoreScale: 1 / Math.sqrt(headSize),
      causal: false,
      window: null,
    },
    `${name}.hook_attn_out`,
  )
  const widened = layer === 0 ? builder.linear(`${name}.hook_resid_widened`, before, dense(`${weights}.widen`), spec.width, 'C') : before
  const middle = builder.add(`${name}.hook_resid_mid`, widened, attended)
  const second = builder.norm(`${name}.ln2`, middle, layerNorm(`${weights}.ln2`, spec.normEpsilon))
  const parts = { activation: spec.activation, gate: null, up: dense(`${weights}.up`), down: dense(`${weights}.down`) }
  return builder.add(`${name}.hook_resid_post`, middle, mlp(builder, name, second, parts, `${name}.hook_mlp_out`))
}

export const sentenceEncoder = defineFamily({
  architecture: 'sentence-encoder',
  modelTypes: ['sentence-encoder'],
  prefix: '',
  embedding: 'embeddings.weight',
  readSpec: (config) => readSpec(new Settings(config)),
  program: (spec, builder) => program(spec as SentenceSpec, builder),
})
