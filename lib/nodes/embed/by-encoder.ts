/* Vectors of a model made for it: one for a text, pooled as its files say or as is wished. It has no layer to choose. */
import { encodeText, givesVector, unitRow, usualPooling, type Pooling } from '../../engine'
import type { Context } from '../../graph/define-node'
import { hashParts } from '../../graph/hash'
import { NodeFailure } from '../../graph/states'
import type { EmbeddingsValue, ModelValue } from '../../values'
import { engineCall } from '../failures'

export const POOLS = ['own', 'mean', 'max', 'first', 'last'] as const
export const NORMS = ['own', 'unit', 'none'] as const

export interface EncoderWish {
  readonly pool: (typeof POOLS)[number]
  readonly norm: (typeof NORMS)[number]
}

export type Vectors = Omit<EmbeddingsValue, 'names' | 'labels'>

const WORDS = { mean: 'mean of its tokens', max: 'largest of its tokens', first: 'first token', last: 'last token' } as const

export async function byEncoder(texts: readonly string[], model: ModelValue, wish: EncoderWish, ctx: Context): Promise<Vectors> {
  const { backend } = model.engine
  const pooling = poolingOf(model, wish)
  // A vector that an ONNX file gives itself has whatever length it has.
  const unit = pooling === undefined && wish.norm === 'unit'
  const encode = async (text: string, signal: AbortSignal): Promise<Float32Array> => {
    const vector = await engineCall(() => encodeText(model.engine, model.tokenizer.engine.encode(text), { signal, pooling }))
    return unit ? unitRow(vector) : vector
  }
  const rows: Float32Array[] = []
  for (const [row, text] of texts.entries()) {
    rows.push(await encode(text, ctx.signal))
    ctx.progress((row + 1) / texts.length, `${row + 1} of ${texts.length}`)
    await ctx.breathe()
  }
  // The vectors of an ONNX file tell how wide they are; a text without tokens has none.
  const width = rows.reduce((most, { length }) => Math.max(most, length), model.engine.spec.width)
  const data = new Float32Array(texts.length * width)
  for (const [row, vector] of rows.entries()) data.set(vector, row * width)
  const way = pooling ? [pooling.by, String(pooling.unit)] : unit ? ['own', 'unit'] : ['own']
  return {
    data,
    shape: [texts.length, width],
    dims: ['N', 'C'],
    origin: {
      tensor: pooling ? WORDS[pooling.by] : (model.engine.spec.encoder?.vector ?? 'sentence_embedding'),
      slice: [null, null],
      model: model.name,
      backend,
    },
    encoder: model.name,
    texts: { name: model.name, digest: hashParts([model.digest, backend, ...way]), width, encode },
  }
}

/** Undefined: the model gives a vector of its own, which layers after the pooling may have made. */
function poolingOf({ name, engine: { spec } }: ModelValue, { pool, norm }: EncoderWish): Pooling | undefined {
  if (givesVector(spec) && pool === 'own') {
    if (!spec.ownEmbedding || norm !== 'none') return undefined
    throw new NodeFailure('always-unit', `${name} ends in vectors of length one, so norm: none has nothing to leave out.`, {
      hint: 'Leave norm as it is, or choose a pool: mean takes the rows of its last layer.',
    })
  }
  const usual = spec.pooling ?? usualPooling
  return { by: pool === 'own' ? usual.by : pool, unit: norm === 'own' ? usual.unit : norm === 'unit' }
}
