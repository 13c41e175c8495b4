/* Vectors of words: counts or TF-IDF over the words that the texts themselves hold. */
import { breathing, countTerms, placesOf, sparseOf, weightsOf, type Weighing } from '../../engine/retrieval'
import type { Context } from '../../graph/define-node'
import { hashParts } from '../../graph/hash'
import { NodeFailure } from '../../graph/states'
import type { EmbeddingsValue, TextEncoder } from '../../values'
import { whole } from '../../viz/numbers'

/** Numbers held, nearly all of them 0: 64 MB. */
const MOST = 2 ** 24

export async function byWords(texts: readonly string[], by: Weighing, ctx: Context): Promise<Omit<EmbeddingsValue, 'names' | 'labels'>> {
  const terms = await breathing(countTerms(texts), ctx.breathe)
  const weights = weightsOf(terms, by)
  const width = weights.size
  if (width === 0) throw new NodeFailure('no-words', 'The texts hold no words.', { port: 'texts', hint: 'Letters and digits make words.' })
  if (width * texts.length > MOST)
    throw new NodeFailure(
      'too-large',
      `${whole(texts.length)} texts by ${whole(width)} words are ${whole(width * texts.length)} numbers, nearly all 0; at most ${whole(MOST)} are kept.`,
      { port: 'texts', hint: 'Index them by bm25, which keeps only what is there, or split into larger chunks.' },
    )
  const places = placesOf(weights)
  const data = new Float32Array(texts.length * width)
  const put = (row: Float32Array, text: string): Float32Array => {
    const { places: at, values } = sparseOf(weights, text, places)
    at.forEach((place, entry) => (row[place] = values[entry]!))
    return row
  }
  for (const [row, text] of texts.entries()) {
    put(data.subarray(row * width, (row + 1) * width), text)
    await ctx.breathe()
  }
  const encoder: TextEncoder = {
    name: by,
    digest: hashParts([by, JSON.stringify([...weights.keys()]), Float64Array.from(weights.values())]),
    width,
    encode: async (text) => put(new Float32Array(width), text),
  }
  return { data, shape: [texts.length, width], dims: ['N', 'C'], origin: { tensor: by, slice: [null, null] }, encoder: by, texts: encoder }
}
