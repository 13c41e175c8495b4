/* The model's own table of pieces: one vector each, and who stands near whom. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { bestIds, Embeddings, Model, tableOf, Tokens, type EmbeddingsValue, type ModelValue, type TensorValue } from '../../values'
import { show } from '../../viz/show'
import { cosines } from '../cosines'

export const embedding = defineNode({
  kind: 'embedding',
  version: 1,
  title: 'Token embeddings',
  summary: 'Where pieces stand in the model’s own table, and which stand near.',
  icon: 'waypoints',
  group: 'Attention and internals',
  tags: ['word vectors', 'neighbours', 'cosine', 'similarity', 'embedding matrix'],
  sources: ['arXiv:1301.3781', 'arXiv:1606.07736'],
  inputs: {
    model: Model.with('weights').input('the model whose table is read'),
    tokens: Tokens.input('the pieces to look up [N]; the param pieces when not wired').optional(),
  },
  outputs: { embeddings: Embeddings.output('one row of the table for each piece [N,C]') },
  params: z.object({
    pieces: z
      .array(z.string())
      .default([' girl', ' boy', ' cat', ' dog'])
      .meta({ description: 'Pieces of the vocabulary, with their spaces.' }),
    neighbours: z
      .int()
      .min(0)
      .max(50)
      .default(5)
      .meta({ description: 'How many nearest pieces are listed. The piece itself is among them.' }),
  }),
  size: { width: 256, body: 240 },
  example: 'primer: model@1\nnear: embedding@1\n  model: primer.model\n  pieces: [" girl", " boy", " king", " cat", " dog"]\n',
  exampleNode: 'near',
  compute({ model, tokens }, { pieces }) {
    const wanted = tokens
      ? tokens.ids.map((id, place) => ({ id, piece: tokens.pieces[place]! }))
      : pieces.map((piece) => ({ id: pieceId(model, piece), piece }))
    if (wanted.length === 0)
      throw new NodeFailure('no-pieces', 'There is no piece to look up.', {
        port: 'pieces',
        hint: 'Name a few, with their spaces: " girl".',
      })
    return { embeddings: rowsOf(model, wanted) }
  },
  view: ({ in: { model }, out, params }) => {
    const { embeddings } = out
    if (!embeddings) return []
    const panels = [show.heat(similarity(embeddings), { scale: { kind: 'diverging', high: 1 }, caption: 'Cosine of every pair.' })]
    return params.neighbours > 0 ? [...panels, neighbourTable(model, embeddings, params.neighbours)] : panels
  },
  foot: ({ out }) =>
    out.embeddings ? { left: `${out.embeddings.shape[0]} of ${out.embeddings.encoder}`, right: `${out.embeddings.shape[1]} dims` } : {},
})

function pieceId(model: ModelValue, piece: string): number {
  const { engine } = model.tokenizer
  const id = engine.idOf(piece)
  if (id !== null) return id
  const parts = engine.encode(piece, { addSpecialTokens: false }).ids.map((part) => `“${engine.piece(part)}”`)
  throw new NodeFailure('several-tokens', `“${piece}” is no piece of ${model.name}: it is cut into ${parts.join(', ')}.`, {
    port: 'pieces',
    hint: 'Spaces count; or wire tokens here.',
  })
}

function rowsOf(model: ModelValue, wanted: readonly { readonly id: number; readonly piece: string }[]): EmbeddingsValue {
  const table = model.engine.embedding() // [V,C]
  const width = table.shape[1]!
  const data = new Float32Array(wanted.length * width)
  for (const [row, { id }] of wanted.entries()) data.set(table.data.subarray(id * width, (id + 1) * width), row * width)
  const names = wanted.map(({ piece }) => piece)
  return {
    data,
    shape: [wanted.length, width],
    dims: ['N', 'C'],
    origin: { tensor: `token embeddings of ${model.name}`, slice: [null, null], model: model.name, backend: model.engine.backend },
    labels: [names, null],
    names,
    encoder: model.name,
  }
}

function similarity(value: EmbeddingsValue): TensorValue {
  const [count = 0, width = 0] = value.shape
  return {
    data: cosines(value.data, value.data, width),
    shape: [count, count],
    dims: ['N', 'N'],
    origin: { ...value.origin, tensor: `cosine of ${value.origin.tensor}`, slice: [null, null] },
    labels: [value.names, value.names],
  }
}

/** The nearest pieces to the first few rows, among all of the vocabulary. */
function neighbourTable(model: ModelValue, value: EmbeddingsValue, count: number) {
  const width = value.shape[1]!
  const named = value.names.slice(0, MOST_ROWS)
  const near = cosines(value.data.subarray(0, named.length * width), model.engine.embedding().data, width)
  const vocabulary = near.length / named.length
  const rows = named.flatMap((name, row) => {
    const similar = near.subarray(row * vocabulary, (row + 1) * vocabulary)
    return bestIds(similar, count).map((id) => [name, model.tokenizer.engine.piece(id), similar[id]!])
  })
  return show.table(
    tableOf(
      [
        ['piece', 'text'],
        ['near', 'text'],
        ['cosine', 'number'],
      ],
      rows,
    ),
    { pieces: ['piece', 'near'], caption: 'Near means used alike, not meaning the same.' },
  )
}
const MOST_ROWS = 12
