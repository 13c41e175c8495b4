/* A model or a tensor in fewer bits: rounded to the nearest step of a grid. What goes in comes out, of the same type. */
import { EngineFailure, type QuantizeSettings } from '../../engine'
import { defineNode } from '../../graph/define-node'
import { oneOf } from '../../graph/one-of'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Model, NumberPort, numberOf, TablePort, Tensor, type ModelValue, type TensorValue } from '../../values'
import { megabytes } from '../../viz/numbers'
import { show } from '../../viz/show'
import { briefTable, matricesTable, packModel, shortName, weightOf } from './packed-model'
import { combPanel, tensorPanels } from './picture'
import { roundTensor } from './rounded'

const Either = oneOf(Model, Tensor)

export const quantize = defineNode({
  kind: 'quantize',
  version: 1,
  title: 'Quantize',
  summary: 'A model or a tensor in fewer bits, and what the rounding costs.',
  icon: 'ruler',
  group: 'Quantization',
  tags: ['bits', 'rounding', 'int8', 'int4', 'absmax', 'zero point', 'compress', 'precision'],
  sources: ['arXiv:1712.05877', 'arXiv:2106.08295', 'arXiv:2208.07339'],
  inputs: { of: Either.input('a model, or numbers [… , N]; a row is the last axis') },
  outputs: {
    value: Either.output('the same in fewer bits; a model is a model'),
    table: TablePort.output('every matrix, or the worst rows: error and bytes'),
    bytes: NumberPort.output('bytes held by the packed numbers, their scales and what stays as it is'),
  },
  params: z.object({
    scheme: z
      .enum(['absmax', 'zero-point'])
      .default('absmax')
      .meta({ description: 'absmax: the grid is even around zero. zero-point: it reaches from the least to the largest number.' }),
    bits: z.int().min(2).max(8).default(8),
    per: z
      .enum(['tensor', 'channel', 'group'])
      .default('channel')
      .meta({ description: 'What shares one scale: all, a row, or a run of a row.' }),
    group: z.literal([32, 64, 128, 256]).default(32).meta({ description: 'How many neighbours of a row share one scale.' }),
  }),
  inline: ['bits'],
  size: { width: 256, body: 488 },
  example:
    'primer: model@1\nqueries: tensor@1\n  model: primer.model\n  weight: model.layers.0.self_attn.q_proj.weight\nsmall: quantize@1\n  of: queries.tensor\n  bits: 4\n  per: tensor\n',
  exampleNode: 'small',
  async compute({ of }, settings, { signal, progress }) {
    return refused(async () => {
      if (of.type.name === Model.name) {
        const value = await packModel(of.value as ModelValue, settings, signal, progress)
        return { value: { type: Model, value }, table: matricesTable(value), bytes: numberOf(value.engine.weightBytes, 'bytes') }
      }
      const { value, bytes, table } = await roundTensor(of.value as TensorValue, settings, signal, progress)
      return { value: { type: Tensor, value }, table, bytes: numberOf(bytes, 'bytes') }
    })
  },
  view: ({ in: { of }, out: { value, table }, params }) => {
    if (!value || !table) return []
    if (value.type.name === Tensor.name) return tensorPanels(of.value as TensorValue, value.value as TensorValue, table, params)
    const worst = String(table.rows[0]?.[0] ?? '')
    const [before, after] = [weightOf(of.value as ModelValue, worst), weightOf(value.value as ModelValue, worst)]
    return [combPanel(before, after, params, shortName(worst)), show.table(briefTable(table))]
  },
  foot: ({ out, params }) => ({
    left: settingsWords(params),
    ...(out.bytes ? { right: megabytes(out.bytes.value) } : {}),
  }),
  empty: 'Rounds a model or a tensor to fewer bits. Wire one of them.',
})

const settingsWords = ({ scheme, per, group }: QuantizeSettings): string =>
  `${scheme === 'absmax' ? 'absmax' : 'zero point'}, ${per === 'group' ? `groups of ${group}` : per === 'channel' ? 'by row' : 'one scale'}`

/** What the engine says of numbers that no grid can hold is said at the port they came in by. */
async function refused<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof EngineFailure ? new NodeFailure(cause.code, cause.message, { port: 'of', hint: cause.hint }) : cause
  }
}
