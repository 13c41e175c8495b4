/* One step of linear algebra on tensors with named axes. The smallest parts that attention and norms are made of. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { Tensor, tensorSummary, type TensorValue } from '../../values'
import { show } from '../../viz/show'
import { picked, reduced } from './axes'
import { combine, factorOf } from './elementwise'
import { formula } from './formula'
import { OPS, type Op } from './op'
import { presets } from './presets'
import { multiplyMatrices, transposed } from './product'
import { cosineOf, masked, normed, rotated, softmaxed } from './rows'
import { expression, type Made } from './shapes'
import { GIRL, passOver } from '../example'

const params = z.object({
  op: z.enum(OPS).default('matmul'),
  axis: z.string().default('').meta({ description: 'For sum, mean and pick: the letter of an axis; empty is the last.' }),
  value: z
    .union([z.number(), z.string()])
    .default(1)
    .meta({ description: 'For scale, and in place of b: a number, or a form like 1/√32.' }),
  at: z
    .union([z.int(), z.array(z.int())])
    .default(0)
    .meta({ description: 'For pick: one index drops the axis, a list keeps it; −1 is the last.' }),
  base: z.number().positive().default(10000).meta({ description: 'For rotate: the base of the frequencies.' }),
})
type Params = z.output<typeof params>

export const operation = defineNode({
  kind: 'operation',
  version: 1,
  title: 'Operation',
  summary: 'One step of linear algebra on tensors with named axes.',
  icon: 'sigma',
  group: 'Attention and internals',
  tags: ['matmul', 'dot product', 'softmax', 'transpose', 'scale', 'mask', 'rope', 'rmsnorm', 'linear algebra'],
  sources: ['arXiv:1706.03762', 'arXiv:1910.07467', 'arXiv:2104.09864'],
  inputs: { a: Tensor.input('the first tensor, any axes'), b: Tensor.input('the second, where the operation takes two').optional() },
  outputs: { tensor: Tensor.output('the result, its axes named after those of a and b') },
  params,
  presets,
  inline: ['op'],
  size: { width: 192, body: 240 },
  example:
    passOver(GIRL) +
    'reads: tensor@1\n  run: pass.run\n  hook: pattern\n  layer: 2\n  heads: 7\nshares: operation@1\n  a: reads.tensor\n  op: sum\n',
  exampleNode: 'shares',
  compute({ a, b }, settings) {
    const origin = {
      tensor: expression(settings.op, a.origin.tensor, ...(b ? [b.origin.tensor] : [])),
      slice: [] as null[],
      ...provenance(a),
    }
    const made = OPERATIONS[settings.op](a, b, settings)
    return { tensor: { ...made, origin: { ...origin, slice: made.shape.map(() => null) } } }
  },
  view: ({ in: { a, b }, out, params: settings, node }) => {
    const { tensor } = out
    if (!tensor) return []
    const caption = formula({ op: settings.op, a, b, out: tensor, factor: safeFactor(settings.value), axis: settings.axis })
    return [
      show.heat(tensor, {
        caption,
        source: { tensor: `${node}.tensor`, slice: tensor.shape.map(() => null), axes: tensor.dims },
        ...(settings.op === 'softmax' ? { scale: { low: 0, high: 1 } } : {}),
      }),
    ]
  },
  foot: ({ out }) => (out.tensor ? { left: tensorSummary(out.tensor) || 'one number' } : {}),
  empty: 'One step on tensors: a product, a softmax, a mask. Wire a tensor into a.',
})

const provenance = ({ origin }: TensorValue) => ({
  ...(origin.model === undefined ? {} : { model: origin.model }),
  ...(origin.backend === undefined ? {} : { backend: origin.backend }),
})

const OPERATIONS: Readonly<Record<Op, (a: TensorValue, b: TensorValue | undefined, params: Params) => Made>> = {
  matmul: (a, b) => multiplyMatrices(a, b),
  transpose: (a) => transposed(a),
  add: (a, b, { value }) => combine(a, b, factorOf(value), (x, y) => x + y),
  subtract: (a, b, { value }) => combine(a, b, factorOf(value), (x, y) => x - y),
  multiply: (a, b, { value }) => combine(a, b, factorOf(value), (x, y) => x * y),
  scale: (a, _, { value }) => combine(a, undefined, factorOf(value), (x, y) => x * y),
  mask: (a, b) => masked(a, b),
  softmax: (a) => softmaxed(a),
  norm: (a, b) => normed(a, b),
  rotate: (a, _, { base }) => rotated(a, base),
  cosine: (a, b) => cosineOf(a, b),
  sum: (a, _, { axis }) => reduced(a, axis, 'sum'),
  mean: (a, _, { axis }) => reduced(a, axis, 'mean'),
  pick: (a, _, { axis, at }) => picked(a, axis, at),
}

/** For the caption only: compute has already refused what is no number. */
const safeFactor = (value: number | string): number => {
  try {
    return factorOf(value)
  } catch {
    return NaN
  }
}
