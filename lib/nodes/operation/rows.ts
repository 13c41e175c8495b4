/* Row by row along the last axis: mask, softmax, norm, rotate, cosine. */
import { normScale, normalize, rotateHalves, softmaxRows } from '../../tensor'
import { cos, pow, sin } from '../../tensor/math'
import { tensorSummary, type TensorValue } from '../../values'
import { cosines } from '../cosines'
import { labelAt, lastOf, refuse, requireRank, same, type Made } from './shapes'

/** The future becomes −∞: query i stands at S − T + i. With b, what b has as 0 becomes −∞ instead. */
export function masked(a: TensorValue, b: TensorValue | undefined): Made {
  requireRank(a, 2, 'mask')
  const keys = lastOf(a.shape)
  const queries = lastOf(a.shape, 2)
  const size = keys * queries
  if (b && (b.data.length !== size || lastOf(b.shape) !== keys))
    throw refuse('wrong-shape', `A painted mask should be [${queries}, ${keys}], got ${tensorSummary(b)}.`, 'b')
  const data = a.data.slice()
  for (let place = 0; place < data.length; place++) {
    const query = Math.floor((place % size) / keys)
    const hidden = b ? b.data[place % size] === 0 : place % keys > query + keys - queries
    if (hidden) data[place] = -Infinity
  }
  return { ...same(a), data }
}

export function softmaxed(a: TensorValue): Made {
  requireRank(a, 1, 'softmax')
  return { ...same(a), data: softmaxRows(a.data, lastOf(a.shape)) }
}

export const NORM_EPSILON = 1e-5

/** x / √(mean x² + ε), times b where it is wired: RMSNorm (arXiv:1910.07467). */
export function normed(a: TensorValue, b: TensorValue | undefined): Made {
  requireRank(a, 1, 'norm')
  const width = lastOf(a.shape)
  if (b && b.data.length !== width)
    throw refuse('wrong-shape', `The weights of a norm over ${lastOf(a.dims)} should be [${width}], got ${tensorSummary(b)}.`, 'b')
  const weight = b ? b.data : new Float32Array(width).fill(1)
  return { ...same(a), data: normalize('rms', a.data, normScale('rms', a.data, width, NORM_EPSILON), weight, null) }
}

/** Rotary positions (arXiv:2104.09864): dimension i turns with i + D/2 by t · base^(−2i/D). a [T,D] or [T,H,D]. */
export function rotated(a: TensorValue, base: number): Made {
  requireRank(a, 2, 'rotate')
  const size = lastOf(a.shape)
  if (size % 2 !== 0) throw refuse('wrong-shape', `rotate turns pairs: the last axis should be even, got ${lastOf(a.dims)} = ${size}.`, 'a')
  if (a.dims[0] !== 'T' && a.dims[0] !== 'S') throw refuse('wrong-shape', `rotate needs positions first, got ${tensorSummary(a)}.`, 'a')
  const length = a.shape[0]!
  const half = size / 2
  const cosine = new Float32Array(length * half)
  const sine = new Float32Array(length * half)
  for (let position = 0; position < length; position++)
    for (let i = 0; i < half; i++) {
      const angle = position * pow(base, (-2 * i) / size)
      cosine[position * half + i] = cos(angle)
      sine[position * half + i] = sin(angle)
    }
  return { ...same(a), data: rotateHalves(a.data, cosine, sine, a.data.length / (length * size), size) }
}

/** Every row of a with every row of b (of a itself without b) → [N, N]. */
export function cosineOf(a: TensorValue, given: TensorValue | undefined): Made {
  const b = given ?? a
  requireRank(a, 1, 'cosine')
  const width = lastOf(a.shape)
  if (lastOf(b.shape) !== width) throw refuse('wrong-shape', `Rows of a have ${width} numbers, rows of b ${lastOf(b.shape)}.`, 'b')
  const flat = (value: TensorValue) => ({ count: value.data.length / width, labels: value.shape.length === 2 ? labelAt(value, 0) : null })
  const [left, right] = [flat(a), flat(b)]
  return { data: cosines(a.data, b.data, width), shape: [left.count, right.count], dims: ['N', 'N'], labels: [left.labels, right.labels] }
}
