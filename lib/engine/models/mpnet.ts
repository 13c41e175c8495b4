/* MPNet: positions as in RoBERTa, no token types, and one table of relative positions added to the scores of all layers. arXiv:2004.09297. */
import { Settings } from './config'
import { encoderProgram, type EncoderParts } from './encoder'
import { hasPooler, readEncoder, type EncoderSpec } from './encoder-spec'
import { defineFamily } from './family'
import { robertaHeads } from './roberta'

const layerNames = (name: string) => ({
  q: `${name}.attention.attn.q`,
  k: `${name}.attention.attn.k`,
  v: `${name}.attention.attn.v`,
  output: `${name}.attention.attn.o`,
  ln1: `${name}.attention.LayerNorm`,
  up: `${name}.intermediate.dense`,
  down: `${name}.output.dense`,
  ln2: `${name}.output.LayerNorm`,
})

interface MpnetSpec extends EncoderSpec {
  readonly buckets: number
}

const partsOf = (spec: MpnetSpec): EncoderParts => ({
  positionsByPadding: true,
  relative: { weight: 'mpnet.encoder.relative_attention_bias.weight', buckets: spec.buckets, distance: 128 },
  names: {
    words: 'mpnet.embeddings.word_embeddings',
    positions: 'mpnet.embeddings.position_embeddings',
    types: null,
    embedNorm: 'mpnet.embeddings.LayerNorm',
    layer: (layer) => layerNames(`mpnet.encoder.layer.${layer}`),
  },
  heads: robertaHeads('mpnet', spec),
})

export const mpnet = defineFamily({
  architecture: 'mpnet',
  modelTypes: ['mpnet'],
  prefix: 'mpnet.',
  embedding: 'mpnet.embeddings.word_embeddings.weight',
  readSpec(config, has): MpnetSpec {
    const settings = new Settings(config)
    const spec = readEncoder(settings, { architecture: 'mpnet', padding: 1, positionsByPadding: true, pooler: true })
    const pooler = hasPooler(has, 'mpnet.', spec.head === 'none')
    return { ...spec, pooler, buckets: settings.size('relative_attention_num_buckets', 32) }
  },
  program: (spec, builder) => encoderProgram(spec as MpnetSpec, builder, partsOf(spec as MpnetSpec)),
})
