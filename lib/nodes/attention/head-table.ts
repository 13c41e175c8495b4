/* What each head of a layer does with this prompt, in a few numbers a row. */
import { NodeFailure } from '../../graph/states'
import { log } from '../../tensor/math'
import type { Json } from '../../graph/json'
import { tableOf, type TableValue, type TensorValue } from '../../values'

export type Sort = 'head' | 'entropy' | 'first token' | 'previous token' | 'scores'

/** `pattern` [H,T,S]; `scores` may hold one number for each head, by columns layer, head and any number. */
export function headTable(pattern: TensorValue, layer: number, sort: Sort, scores?: TableValue): TableValue {
  const given = scores && scoreOf(scores)
  const rows = Array.from({ length: pattern.shape[0]! }, (_, head) => [
    layer,
    head,
    ...headNumbers(pattern, head),
    ...(given ? [given(layer, head)] : []),
  ])
  const column = { head: 1, entropy: 2, 'first token': 3, 'previous token': 4, scores: 6 }[sort]
  if (sort === 'scores' && !given)
    throw new NodeFailure('needs-scores', 'sort is by scores, and no table of scores is wired.', {
      port: 'scores',
      hint: 'Wire a table with columns layer, head and a number.',
    })
  const up = sort === 'head' || sort === 'entropy'
  rows.sort((a, b) => (up ? 1 : -1) * (Number(a[column] ?? 0) - Number(b[column] ?? 0)))
  return tableOf(
    [
      ['layer', 'number'],
      ['head', 'number'],
      ['entropy', 'number', 'bits'],
      ['first token', 'number', '%'],
      ['previous token', 'number', '%'],
      ['itself', 'number', '%'],
      ...(given ? [['score', 'number'] as const] : []),
    ],
    rows,
  )
}

/** Means over the rows after the first, whose only choice is itself. */
function headNumbers(pattern: TensorValue, head: number): [entropy: number, first: number, previous: number, itself: number] {
  const [, queries = 0, keys = 0] = pattern.shape
  const sums: [number, number, number, number] = [0, 0, 0, 0]
  for (let t = 1; t < queries; t++) {
    const row = pattern.data.subarray((head * queries + t) * keys, (head * queries + t + 1) * keys)
    for (const share of row) if (share > 0) sums[0] -= share * log(share)
    sums[1] += row[0]!
    sums[2] += row[t - 1]!
    sums[3] += row[t]!
  }
  const count = Math.max(1, queries - 1)
  // A long prompt has tens of thousands of cells: log costs a tenth of log2, and the sum is no worse.
  return [sums[0] / log(2) / count, sums[1] / count, sums[2] / count, sums[3] / count]
}

function scoreOf(scores: TableValue): (layer: number, head: number) => Json {
  const place = (name: string) => scores.columns.findIndex((column) => column.name === name)
  const layerAt = place('layer')
  const headAt = place('head')
  const numberAt = scores.columns.findIndex(({ name, type }) => type === 'number' && name !== 'layer' && name !== 'head')
  if (layerAt < 0 || headAt < 0 || numberAt < 0)
    throw new NodeFailure(
      'bad-scores',
      `scores should have the columns layer, head and a number, got ${scores.columns.map(({ name }) => name).join(', ')}.`,
      { port: 'scores' },
    )
  return (layer, head) => scores.rows.find((row) => row[layerAt] === layer && row[headAt] === head)?.[numberAt] ?? null
}
