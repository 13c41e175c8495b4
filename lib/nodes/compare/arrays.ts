/* Comparing what is made of numbers: tensors, logits, attention, embeddings, distributions. Row by row along the last axis. */
import { NodeFailure } from '../../graph/states'
import { softmaxRows } from '../../tensor'
import { bestIds, numberOf, tableOf, type DistributionValue, type NumberValue, type TableValue, type TensorValue } from '../../values'
import type { Compared, Measure } from './measure'
import { alignTensors, distributionTensor, type Align } from './align'
import { quotient, rms, UNIT } from './ratio'
import { divergence, jensenShannon, largestDifference, sameBest, totalVariation } from './measures'

/** What kind of rows the last axis has: any numbers, shares that sum to 1, or scores that softmax turns into shares. */
export type Rows = 'numbers' | 'shares' | 'scores'

export function compareTensors(first: TensorValue, second: TensorValue, rows: Rows, measure: Measure, align: Align): Compared {
  const [a, b] = alignTensors(first, second, align)
  const width = a.shape[a.shape.length - 1] ?? 1
  const [left, right] = rowsFor(measure, rows, a, b, width)
  const each = eachRow(left, right, width, measure)
  const number = measure === 'ratio' ? quotient(rms(a.data), rms(b.data)) : overall(each, measure)
  return { difference: differenceOf(a, b), number, table: rowsTable(a, each, measure) }
}

export function compareDistributions(a: DistributionValue, b: DistributionValue, measure: Measure, align: Align): Compared {
  if (a.tokenizer.digest !== b.tokenizer.digest)
    throw new NodeFailure('other-tokenizer', `a is over the vocabulary of ${a.tokenizer.name}, b over that of ${b.tokenizer.name}.`, {
      port: 'b',
      hint: 'Compare distributions of one model.',
    })
  const compared = compareTensors(distributionTensor(a), distributionTensor(b), 'shares', measure, align)
  return a.rows === 1 && b.rows === 1 ? { ...compared, table: moversTable(a, b) } : compared
}

function rowsFor(measure: Measure, rows: Rows, a: TensorValue, b: TensorValue, width: number): readonly [Float32Array, Float32Array] {
  if (measure === 'difference' || measure === 'ratio' || measure === 'top-1 agreement') return [a.data, b.data]
  if (measure === 'edit distance')
    throw new NodeFailure('wrong-measure', 'An edit distance is between texts or tokens, and these are numbers.', {
      port: 'measure',
      hint: 'Take difference or KL.',
    })
  if (rows === 'scores') return [softmaxRows(a.data, width), softmaxRows(b.data, width)]
  requireShares(a, width, measure, 'a')
  requireShares(b, width, measure, 'b')
  return [a.data, b.data]
}

function requireShares(value: TensorValue, width: number, measure: Measure, port: string): void {
  for (let start = 0; start < value.data.length; start += width) {
    let sum = 0
    for (let i = start; i < start + width; i++) sum += value.data[i]! >= 0 ? value.data[i]! : NaN
    if (!(Math.abs(sum - 1) < 1e-3))
      throw new NodeFailure('no-shares', `${measure} compares shares that sum to 1; row ${start / width} of ${port} does not.`, {
        port,
        hint: 'Put a Softmax before it.',
      })
  }
}

const PER_ROW = {
  difference: largestDifference,
  ratio: (a: Float32Array, b: Float32Array) => rms(b) / rms(a),
  KL: divergence,
  JS: jensenShannon,
  'total variation': totalVariation,
  'top-1 agreement': sameBest,
}

function eachRow(a: Float32Array, b: Float32Array, width: number, measure: Measure): readonly number[] {
  if (measure === 'edit distance') return []
  const of = PER_ROW[measure]
  return Array.from({ length: a.length / width }, (_, row) =>
    of(a.subarray(row * width, (row + 1) * width), b.subarray(row * width, (row + 1) * width)),
  )
}

const UNITS: Readonly<Partial<Record<Measure, string>>> = {
  ratio: UNIT,
  KL: 'bits',
  JS: 'bits',
  'total variation': '%',
  'top-1 agreement': '%',
}

/** The largest difference, else the mean over the rows. */
function overall(each: readonly number[], measure: Measure): NumberValue {
  const value = measure === 'difference' ? Math.max(0, ...each) : each.reduce((sum, row) => sum + row, 0) / Math.max(1, each.length)
  if (Number.isFinite(value) && !each.some(Number.isNaN)) return numberOf(value, UNITS[measure])
  throw new NodeFailure('not-finite', `${measure} is not finite: where one has a number, the other has none.`, {
    port: 'measure',
    hint: measure === 'KL' ? 'JS is finite wherever KL is not.' : 'Compare tensors that are masked alike.',
  })
}

function differenceOf(a: TensorValue, b: TensorValue): TensorValue {
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = a.data[i] === b.data[i] ? 0 : b.data[i]! - a.data[i]!
  return {
    data,
    shape: a.shape,
    dims: a.dims,
    origin: { ...a.origin, tensor: `b − a, of ${a.origin.tensor}`, slice: a.shape.map(() => null) },
    labels: a.labels,
  }
}

function rowsTable(a: TensorValue, each: readonly number[], measure: Measure): TableValue {
  const axis = a.shape.length - 2
  const length = a.shape[axis] ?? 1
  const rows = each
    .slice(0, MOST_ROWS)
    .map((value, row) => [row, a.labels?.[axis]?.[row % length] ?? '', Number.isFinite(value) ? value : null])
  const unit = UNITS[measure]
  return tableOf([['row', 'number'], ['name', 'text'], unit ? [measure, 'number', unit] : [measure, 'number']], rows)
}
const MOST_ROWS = 512

/** The pieces whose odds moved most. */
function moversTable(a: DistributionValue, b: DistributionValue): TableValue {
  const change = a.probabilities.map((p, id) => Math.abs(b.probabilities[id]! - p))
  const rows = bestIds(change, 20).map((id) => {
    const [p, q] = [a.probabilities[id]!, b.probabilities[id]!]
    return [a.tokenizer.engine.piece(id), id, p, q, q - p]
  })
  return tableOf(
    [
      ['piece', 'text'],
      ['id', 'number'],
      ['a', 'number', '%'],
      ['b', 'number', '%'],
      ['change', 'number', '%'],
    ],
    rows,
  )
}
