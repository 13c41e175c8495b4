/* Softmax over the full vocabulary: the odds of every next token. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { softmaxRows } from '../../tensor'
import {
  bestIds,
  Distribution,
  distributionRow,
  entropyBits,
  lastRow,
  Logits,
  tableOf,
  type DistributionValue,
  type LogitsValue,
} from '../../values'
import { whole } from '../../viz/numbers'
import { show } from '../../viz/show'
import { GIRL, passOver } from '../example'

export const odds = defineNode({
  kind: 'odds',
  version: 1,
  title: 'Next-token odds',
  summary: 'The odds of every next token.',
  icon: 'chart-bar',
  group: 'Sampling, generation, structured output',
  tags: ['softmax', 'probability', 'next word', 'distribution', 'entropy', 'prediction'],
  sources: ['arXiv:1706.03762'],
  inputs: { logits: Logits.input('scores before softmax [T,V]') },
  outputs: { odds: Distribution.output('softmax of the last row [1,V], or of all [T,V], at temperature 1') },
  params: z.object({
    position: z.enum(['last', 'all']).default('last').meta({ description: 'all: what follows every token of the prompt.' }),
  }),
  size: { width: 192, body: 200 },
  example: passOver(GIRL) + 'next: odds@1\n  logits: pass.logits\n',
  exampleNode: 'next',
  compute: ({ logits }, { position }) => ({ odds: oddsOf(logits, position) }),
  view: ({ out }) => (out.odds ? (out.odds.rows > 1 ? [rowsTable(out.odds)] : [show.distribution(out.odds, { top: 9 })]) : []),
  foot: ({ out }) =>
    out.odds ? { left: `of ${whole(out.odds.vocabulary)}`, right: `${entropyBits(lastRow(out.odds)).toFixed(2)} bits` } : {},
  empty: 'Shows the odds of every next token. Wire logits from a Forward node.',
})

function oddsOf(logits: LogitsValue, position: 'last' | 'all'): DistributionValue {
  const [length = 0, vocabulary = 0] = logits.shape
  const first = position === 'last' ? length - 1 : 0
  return {
    probabilities: softmaxRows(logits.data.subarray(first * vocabulary), vocabulary), // [1,V] or [T,V]
    rows: length - first,
    vocabulary,
    tokenizer: logits.tokenizer,
    tokens: logits.tokens,
    positions: Array.from({ length: length - first }, (_, row) => first + row),
    origin: { ...logits.origin, tensor: `softmax of ${logits.origin.tensor}`, slice: [null, null] },
  }
}

/** One line for each token: what the model expected after it, and the odds of what came. */
function rowsTable(value: DistributionValue) {
  const { tokens, tokenizer } = value
  const rows = value.positions.map((position, row) => {
    const odds = distributionRow(value, row)
    const best = bestIds(odds, 1)[0]!
    const came = tokens?.ids[position + 1]
    return [
      tokens?.pieces[position] ?? String(position),
      tokenizer.engine.piece(best),
      odds[best]!,
      came === undefined ? null : odds[came]!,
      entropyBits(odds),
    ]
  })
  const columns = [
    ['after', 'text'],
    ['expected', 'text'],
    ['odds', 'number', '%'],
    ['what came', 'number', '%'],
    ['entropy', 'number', 'bits'],
  ] as const
  return show.table(tableOf(columns, rows), { pieces: ['after', 'expected'] })
}
