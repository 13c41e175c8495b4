/* DistilBERT: BERT with half the layers, no token types and no pooler. arXiv:1910.01108. */
import { Settings } from './config'
import { encoderProgram, type EncoderParts } from './encoder'
import { readEncoder, type EncoderSpec } from './encoder-spec'
import { defineFamily } from './family'

const layerNames = (name: string) => ({
  q: `${name}.attention.q_lin`,
  k: `${name}.attention.k_lin`,
  v: `${name}.attention.v_lin`,
  output: `${name}.attention.out_lin`,
  ln1: `${name}.sa_layer_norm`,
  up: `${name}.ffn.lin1`,
  down: `${name}.ffn.lin2`,
  ln2: `${name}.output_layer_norm`,
})

const partsOf = (spec: EncoderSpec): EncoderParts => ({
  positionsByPadding: false,
  names: {
    words: 'distilbert.embeddings.word_embeddings',
    positions: 'distilbert.embeddings.position_embeddings',
    types: null,
    embedNorm: 'distilbert.embeddings.LayerNorm',
    layer: (layer) => layerNames(`distilbert.transformer.layer.${layer}`),
  },
  heads: {
    pooler: null,
    masked: {
      dense: 'vocab_transform',
      norm: 'vocab_layer_norm',
      activation: spec.activation,
      decoder: {
        weight: spec.tiedEmbeddings ? 'distilbert.embeddings.word_embeddings.weight' : 'vocab_projector.weight',
        bias: 'vocab_projector.bias',
        layout: 'out-in',
      },
    },
    classes: { dense: 'pre_classifier', activation: 'relu', output: 'classifier' },
    tokenClasses: 'classifier',
  },
})

export const distilbert = defineFamily({
  architecture: 'distilbert',
  modelTypes: ['distilbert'],
  prefix: 'distilbert.',
  embedding: 'distilbert.embeddings.word_embeddings.weight',
  readSpec: (config) =>
    readEncoder(new Settings(config), {
      architecture: 'distilbert',
      keys: { width: 'dim', layers: 'n_layers', heads: 'n_heads', mlpWidth: 'hidden_dim', activation: 'activation' },
      // Written into its code; layer_norm_eps of a config means nothing.
      epsilon: 1e-12,
      padding: 0,
      positionsByPadding: false,
      pooler: false,
    }),
  program: (spec, builder) => encoderProgram(spec as EncoderSpec, builder, partsOf(spec as EncoderSpec)),
})
