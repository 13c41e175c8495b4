/* Vectors of a model made for it: one for a text, pooled as its files say or as is wished. It has no layer to choose. */
import { encodeText, usualPooling, type Pooling } from '../../engine'
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
  const { spec, backend } = model.engine
  const pooling = poolingOf(model, wish)
  const encode = (text: string, signal: AbortSignal) =>
    engineCall(() => encodeText(model.engine, model.tokenizer.engine.encode(text), { signal, pooling }))
  const data = new Float32Array(texts.length * spec.width)
  for (const [row, text] of texts.entries()) {
    data.set(await encode(text, ctx.signal), row * spec.width)
    ctx.progress((row + 1) / texts.length, `${row + 1} of ${texts.length}`)
    await ctx.breathe()
  }
  const way = pooling ? [pooling.by, String(pooling.unit)] : ['own']
  return {
    data,
    shape: [texts.length, spec.width],
    dims: ['N', 'C'],
    origin: { tensor: pooling ? WORDS[pooling.by] : 'sentence_embedding', slice: [null, null], model: model.name, backend },
    encoder: model.name,
    texts: { name: model.name, digest: hashParts([model.digest, backend, ...way]), width: spec.width, encode },
  }
}

/** Undefined: layers of the model's own come after its pooling. */
function poolingOf({ name, engine: { spec } }: ModelValue, { pool, norm }: EncoderWish): Pooling | undefined {
  if (spec.ownEmbedding && pool === 'own') {
    if (norm !== 'none') return undefined
    throw new NodeFailure('always-unit', `${name} ends in vectors of length one, so norm: none has nothing to leave out.`, {
      hint: 'Leave norm as it is, or choose a pool: mean takes the rows of its last layer.',
    })
  }
  const usual = spec.pooling ?? usualPooling
  return { by: pool === 'own' ? usual.by : pool, unit: norm === 'own' ? usual.unit : norm === 'unit' }
}
