/* What config files say of an encoder, the same for BERT and its relatives but for a few keys, and how its weights are named. */
import type { LinearWeights, NormWeights } from '../ir/builder'
import type { Architecture, ModelHead } from '../types'
import type { Settings } from './config'
import type { EngineSpec, HasWeight } from './family'

export interface EncoderSpec extends EngineSpec {
  readonly positionRows: number
  readonly typeRows: number
  readonly padding: number
  readonly pooler: boolean
}

export const dense = (name: string): LinearWeights => ({ weight: `${name}.weight`, bias: `${name}.bias`, layout: 'out-in' })

export const layerNorm = (name: string, epsilon: number): NormWeights => ({
  kind: 'layer',
  epsilon,
  weight: `${name}.weight`,
  bias: `${name}.bias`,
})

export interface EncoderKeys {
  readonly width: string
  readonly layers: string
  readonly heads: string
  readonly mlpWidth: string
  readonly activation: string
}

const usualKeys: EncoderKeys = {
  width: 'hidden_size',
  layers: 'num_hidden_layers',
  heads: 'num_attention_heads',
  mlpWidth: 'intermediate_size',
  activation: 'hidden_act',
}

export interface EncoderFacts {
  readonly architecture: Architecture
  readonly keys?: EncoderKeys
  /** Norms whose epsilon config.json does not say. */
  readonly epsilon?: number
  readonly padding: number
  /** Positions that the padding id takes away from the table. */
  readonly positionsByPadding: boolean
  readonly pooler: boolean
}

export function readEncoder(settings: Settings, facts: EncoderFacts): EncoderSpec {
  const keys = facts.keys ?? usualKeys
  const width = settings.size(keys.width)
  const heads = settings.size(keys.heads)
  if (width % heads) throw settings.failure(keys.heads, `is ${heads}, which does not divide ${keys.width} ${width}`)
  refuseOtherPositions(settings)
  const padding = settings.number('pad_token_id', facts.padding)
  const positionRows = settings.size('max_position_embeddings', 512)
  const head = headOf(settings)
  return {
    architecture: facts.architecture,
    causal: false,
    head,
    labels: head === 'classes' || head === 'token-classes' ? labelsOf(settings) : [],
    layers: settings.size(keys.layers),
    heads,
    keyValueHeads: heads,
    headSize: width / heads,
    width,
    mlpWidth: settings.size(keys.mlpWidth),
    vocabulary: settings.size('vocab_size'),
    context: facts.positionsByPadding ? positionRows - padding - 1 : positionRows,
    normEpsilon: facts.epsilon ?? settings.number('layer_norm_eps', 1e-12),
    tiedEmbeddings: settings.flag('tie_word_embeddings', true),
    bosTokenId: settings.tokenIds('bos_token_id')[0] ?? null,
    eosTokenIds: settings.tokenIds('eos_token_id'),
    activation: settings.activation(keys.activation, 'gelu'),
    ropes: [],
    positionRows,
    typeRows: settings.size('type_vocab_size', 2),
    padding,
    pooler: facts.pooler,
  }
}

/** Old BERT variants that would load and give other numbers. */
function refuseOtherPositions(settings: Settings): void {
  const kind = settings.text('position_embedding_type', 'absolute')
  if (kind !== 'absolute') throw settings.failure('position_embedding_type', `is ${kind.slice(0, 40)}; only absolute is known`)
  if (settings.flag('is_decoder', false)) throw settings.failure('is_decoder', 'is true; only encoders of this family are known')
}

/** By the class that config.json names; a class without a known head is read as the encoder alone. */
function headOf(settings: Settings): ModelHead {
  const name = settings.texts('architectures')?.[0] ?? ''
  if (/For(MaskedLM|PreTraining)$/.test(name)) return 'masked-token'
  if (name.endsWith('ForSequenceClassification')) return 'classes'
  return name.endsWith('ForTokenClassification') ? 'token-classes' : 'none'
}

function labelsOf(settings: Settings): readonly string[] {
  const names = settings.part('id2label')
  if (names) return Object.keys(names.values).map((_, id) => names.text(String(id), `LABEL_${id}`))
  return Array.from({ length: settings.size('num_labels', 2) }, (_, id) => `LABEL_${id}`)
}

/** The pooler is there if the files have it: sentence encoders are saved with and without. */
export function hasPooler(has: HasWeight | undefined, prefix: string, usually: boolean): boolean {
  return has ? has(`${prefix}pooler.dense.weight`) || has('pooler.dense.weight') : usually
}
