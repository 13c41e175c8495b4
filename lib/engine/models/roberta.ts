/* RoBERTa and XLM-RoBERTa: BERT whose positions count from the padding id on, with heads of its own. arXiv:1907.11692, arXiv:1911.02116. */
import { bertLayer } from './bert'
import { Settings } from './config'
import { encoderProgram, type EncoderParts } from './encoder'
import { hasPooler, readEncoder, type EncoderSpec } from './encoder-spec'
import { defineFamily } from './family'

/** The heads as RoBERTa names them, which MPNet took over; `base` is the name that the weights of the encoder begin with. */
export const robertaHeads = (base: string, { tiedEmbeddings }: EncoderSpec): EncoderParts['heads'] => ({
  pooler: `${base}.pooler.dense`,
  masked: {
    dense: 'lm_head.dense',
    norm: 'lm_head.layer_norm',
    // Whatever hidden_act says: the head's is written into its code.
    activation: 'gelu',
    decoder: {
      weight: tiedEmbeddings ? `${base}.embeddings.word_embeddings.weight` : 'lm_head.decoder.weight',
      bias: tiedEmbeddings ? 'lm_head.bias' : 'lm_head.decoder.bias',
      layout: 'out-in',
    },
  },
  classes: { dense: 'classifier.dense', activation: 'tanh', output: 'classifier.out_proj' },
  tokenClasses: 'classifier',
})

const partsOf = (spec: EncoderSpec): EncoderParts => ({
  positionsByPadding: true,
  names: {
    words: 'roberta.embeddings.word_embeddings',
    positions: 'roberta.embeddings.position_embeddings',
    types: 'roberta.embeddings.token_type_embeddings',
    embedNorm: 'roberta.embeddings.LayerNorm',
    layer: (layer) => bertLayer(`roberta.encoder.layer.${layer}`),
  },
  heads: robertaHeads('roberta', spec),
})

export const roberta = defineFamily({
  architecture: 'roberta',
  modelTypes: ['roberta', 'xlm-roberta', 'camembert'],
  prefix: 'roberta.',
  embedding: 'roberta.embeddings.word_embeddings.weight',
  readSpec(config, has) {
    const spec = readEncoder(new Settings(config), { architecture: 'roberta', padding: 1, positionsByPadding: true, pooler: true })
    return { ...spec, pooler: hasPooler(has, 'roberta.', spec.head === 'none') }
  },
  program: (spec, builder) => encoderProgram(spec as EncoderSpec, builder, partsOf(spec as EncoderSpec)),
})
