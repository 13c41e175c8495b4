/* Texts as vectors: counts of words, TF-IDF, or the mean of a model's own stream. Which one decides what is near. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Embeddings, Model, type EmbeddingsValue, type TensorValue } from '../../values'
import { show } from '../../viz/show'
import { cosines } from '../cosines'
import { documentsFrom, label, nothingIn, Texts } from '../documents'
import { byModel } from './by-model'
import { NORMS, POOLS } from './by-encoder'
import { byWords } from './by-words'
import { mapPanel } from './map'

export const embed = defineNode({
  kind: 'embed',
  version: 1,
  title: 'Embed',
  summary: 'Texts become vectors, so that likeness can be reckoned.',
  icon: 'move-3d',
  group: 'Documents and retrieval',
  tags: ['embeddings', 'vectors', 'tf-idf', 'bag of words', 'encoder', 'similarity', 'cosine'],
  sources: ['doi:10.1108/eb026526', 'arXiv:1908.10084'],
  inputs: {
    texts: Texts.input('what becomes vectors: documents, a text, or the texts of a table'),
    model: Model.with('inside').input('an encoder, or the model whose stream is averaged').optional(),
  },
  outputs: { embeddings: Embeddings.output('one row for each text [N,C]') },
  params: z.object({
    by: z.enum(['counts', 'tf-idf', 'model']).default('model').meta({
      description:
        'counts: words. tf-idf: words, rare ones weighing more. model: the mean of its residual stream over the tokens of the text.',
    }),
    layer: z.int().min(0).default(2).meta({ description: 'Layer whose stream is averaged, from 0. An encoder gives its own vector.' }),
    pool: z.enum(POOLS).default('own').meta({
      description: 'How the rows of an encoder become one vector. own: as its files say. mean, max, first, last: of its last layer.',
    }),
    norm: z
      .enum(NORMS)
      .default('own')
      .meta({ description: 'Length of the vectors of an encoder. own: as its files say. unit: one. none: as it comes.' }),
    show: z
      .enum(['similarity', 'map'])
      .default('similarity')
      .meta({ description: 'similarity: the cosine of every pair. map: the rows on their two leading principal axes.' }),
  }),
  size: { width: 256, body: 240 },
  example:
    'page: text@1\n  value: Tom has a pet fox. Mia has a pet cat. Sam likes to eat honey.\nchunks: split@1\n  from: page.text\nvectors: embed@1\n  texts: chunks.documents\n  by: tf-idf\n',
  exampleNode: 'vectors',
  async compute({ texts, model }, { by, ...how }, ctx) {
    const documents = documentsFrom(texts, 'texts')
    const plain = documents.items.map(({ text }) => text)
    if (plain.length === 0) throw new NodeFailure('no-texts', nothingIn(documents), { port: 'texts', hint: 'Type or load a text.' })
    if (by !== 'model') return { embeddings: named(await byWords(plain, by, ctx), plain) }
    if (!model) throw new NodeFailure('empty', 'needs a model, or by: tf-idf', { port: 'model' })
    return { embeddings: named(await byModel(plain, model, how, ctx), plain) }
  },
  view: ({ out: { embeddings }, params }) => {
    if (!embeddings) return []
    if (params.show === 'map') return [mapPanel(embeddings)]
    return [show.heat(similarity(embeddings), { scale: { kind: 'diverging', high: 1 }, caption: captionOf(embeddings) })]
  },
  foot: ({ out: { embeddings } }) =>
    embeddings ? { left: `${embeddings.shape[0]} by ${embeddings.encoder}`, right: `${embeddings.shape[1]} dims` } : {},
  empty: 'Turns texts into vectors. Wire documents or a text, and a model; or choose counts or tf-idf.',
})

function named(value: Omit<EmbeddingsValue, 'names' | 'labels'>, texts: readonly string[]): EmbeddingsValue {
  const names = texts.map((text) => label(text))
  return { ...value, names, labels: [names, null] }
}

/** Rows compared in the picture. */
const SHOWN = 48
const captionOf = ({ shape }: EmbeddingsValue): string =>
  shape[0]! > SHOWN ? `Cosine of every pair of the first ${SHOWN} of ${shape[0]}.` : 'Cosine of every pair.'

function similarity(value: EmbeddingsValue): TensorValue {
  const width = value.shape[1]!
  const count = Math.min(SHOWN, value.shape[0]!)
  const rows = value.data.subarray(0, count * width)
  const names = value.names.slice(0, count)
  return {
    data: cosines(rows, rows, width),
    shape: [count, count],
    dims: ['N', 'N'],
    origin: { ...value.origin, tensor: `cosine of ${value.origin.tensor}`, slice: [null, null] },
    labels: [names, names],
  }
}
