/* BERT, and with it MiniLM, bge, e5 and most cross-encoders. arXiv:1810.04805. */
import { Settings } from './config'
import { encoderProgram, type EncoderParts } from './encoder'
import { hasPooler, readEncoder, type EncoderSpec } from './encoder-spec'
import { defineFamily } from './family'

const partsOf = (spec: EncoderSpec): EncoderParts => ({
  positionsByPadding: false,
  names: {
    words: 'bert.embeddings.word_embeddings',
    positions: 'bert.embeddings.position_embeddings',
    types: 'bert.embeddings.token_type_embeddings',
    embedNorm: 'bert.embeddings.LayerNorm',
    layer: (layer) => bertLayer(`bert.encoder.layer.${layer}`),
  },
  heads: {
    pooler: 'bert.pooler.dense',
    masked: {
      dense: 'cls.predictions.transform.dense',
      norm: 'cls.predictions.transform.LayerNorm',
      activation: spec.activation,
      decoder: {
        weight: spec.tiedEmbeddings ? 'bert.embeddings.word_embeddings.weight' : 'cls.predictions.decoder.weight',
        bias: spec.tiedEmbeddings ? 'cls.predictions.bias' : 'cls.predictions.decoder.bias',
        layout: 'out-in',
      },
    },
    classes: { dense: null, activation: 'tanh', output: 'classifier' },
    tokenClasses: 'classifier',
  },
})

/** RoBERTa's, too. */
export const bertLayer = (name: string) => ({
  q: `${name}.attention.self.query`,
  k: `${name}.attention.self.key`,
  v: `${name}.attention.self.value`,
  output: `${name}.attention.output.dense`,
  ln1: `${name}.attention.output.LayerNorm`,
  up: `${name}.intermediate.dense`,
  down: `${name}.output.dense`,
  ln2: `${name}.output.LayerNorm`,
})

export const bert = defineFamily({
  architecture: 'bert',
  modelTypes: ['bert'],
  prefix: 'bert.',
  embedding: 'bert.embeddings.word_embeddings.weight',
  readSpec(config, has) {
    const settings = new Settings(config)
    const spec = readEncoder(settings, { architecture: 'bert', padding: 0, positionsByPadding: false, pooler: true })
    // Classes are read from the pooled vector; the others may do without it.
    const usually = spec.head === 'none'
    return { ...spec, pooler: spec.head === 'classes' || hasPooler(has, 'bert.', usually) }
  },
  program: (spec, builder) => encoderProgram(spec as EncoderSpec, builder, partsOf(spec as EncoderSpec)),
})
