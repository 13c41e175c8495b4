/* The one number that questions and claims read: how likely, how high, how far before another. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { softmaxRows } from '../../tensor'
import {
  Logits,
  logitsRow,
  NumberPort,
  numberOf,
  TablePort,
  tableOf,
  type LogitsValue,
  type NumberValue,
  type TokenizerValue,
} from '../../values'
import { show } from '../../viz/show'
import { GIRL, passOver } from '../example'

type Measure = 'probability' | 'logit' | 'logit difference' | 'rank'

export const target = defineNode({
  kind: 'target',
  version: 1,
  title: 'Odds of a word',
  summary: 'How likely one word is at one place, alone or against another.',
  icon: 'target',
  group: 'Interpretability',
  tags: ['probability of', 'logit difference', 'rank', 'answer', 'metric'],
  sources: ['arXiv:2211.00593'],
  inputs: { logits: Logits.input('scores before softmax [T,V]') },
  outputs: {
    number: NumberPort.output('the measure of the answer'),
    table: TablePort.output('answer and other: id, probability, logit, rank'),
  },
  params: z.object({
    answer: z.string().default('').meta({ description: 'One piece of the vocabulary, spaces included: " Lily".' }),
    other: z.string().default('').meta({ description: 'A second piece to compare with.' }),
    position: z.int().default(-1).meta({ description: 'The row that is read; −1 is the last, −2 the one before.' }),
    measure: z.enum(['probability', 'logit', 'logit difference', 'rank']).default('probability'),
  }),
  inline: ['answer'],
  size: { width: 192, body: 136 },
  example: passOver(GIRL) + 'lily: target@1\n  logits: pass.logits\n  answer: " Lily"\n  other: " Tim"\n',
  exampleNode: 'lily',
  compute({ logits }, { answer, other, position, measure }) {
    if (answer === '') throw new NodeFailure('empty', 'needs an answer', { port: 'answer' })
    const row = softRow(logits, position)
    const first = candidate(row, logits.tokenizer, answer, 'answer')
    const second = other === '' ? null : candidate(row, logits.tokenizer, other, 'other')
    return { number: measured(measure, first, second), table: candidatesTable(second ? [first, second] : [first]) }
  },
  view: ({ out, params }) => {
    if (!out.table || !out.number) return []
    if (params.measure === 'rank' || params.measure === 'logit difference')
      return [show.number(out.number, { label: params.measure }), bars(out.table, params.measure)]
    return [bars(out.table, params.measure)]
  },
  foot: ({ out, params }) => ({ right: out.table ? params.measure : '' }),
  empty: 'Shows the odds of one word. Wire logits from a Forward node and name the word.',
})

interface Row {
  readonly logits: Float32Array
  readonly probabilities: Float32Array
}
interface Candidate {
  readonly piece: string
  readonly id: number
  readonly p: number
  readonly logit: number
  /** 1 is the likeliest. */
  readonly rank: number
}

function softRow(value: LogitsValue, position: number): Row {
  const length = value.shape[0]!
  const row = position < 0 ? length + position : position
  if (row < 0 || row >= length)
    throw new NodeFailure(
      'out-of-range',
      `There is no position ${position}: the prompt has ${length} tokens, numbered 0 to ${length - 1}.`,
      { port: 'position' },
    )
  const logits = logitsRow(value, row)
  return { logits, probabilities: softmaxRows(logits, logits.length) }
}

function candidate({ logits, probabilities }: Row, tokenizer: TokenizerValue, text: string, param: 'answer' | 'other'): Candidate {
  const id = pieceId(tokenizer, text, param)
  let rank = 1
  for (let other = 0; other < logits.length; other++)
    if (logits[other]! > logits[id]! || (logits[other] === logits[id] && other < id)) rank++
  return { piece: tokenizer.engine.piece(id), id, p: probabilities[id]!, logit: logits[id]!, rank }
}

function pieceId(tokenizer: TokenizerValue, text: string, param: 'answer' | 'other'): number {
  if (text === '')
    throw new NodeFailure('no-answer', `${param} is empty.`, {
      port: param,
      hint: 'Write one piece of the vocabulary, with its space: " Lily".',
    })
  const id = tokenizer.engine.idOf(text)
  if (id !== null) return id
  const { ids } = tokenizer.engine.encode(text, { addSpecialTokens: false })
  if (ids.length === 1) return ids[0]!
  const pieces = ids.map((part) => `“${tokenizer.engine.piece(part)}”`)
  throw new NodeFailure('several-tokens', `${param} “${text}” is ${ids.length} tokens: ${pieces.join(', ')}. One is read at a time.`, {
    port: param,
    hint: /^\s/.test(text)
      ? `Take the first, ${pieces[0]}.`
      : `With a space in front it may be one: “ ${text}”. Else take the first, ${pieces[0]}.`,
  })
}

function measured(measure: Measure, first: Candidate, second: Candidate | null): NumberValue {
  if (measure === 'probability') return numberOf(first.p, '%')
  if (measure === 'logit') return numberOf(first.logit)
  if (measure === 'rank') return numberOf(first.rank)
  if (second) return numberOf(first.logit - second.logit)
  throw new NodeFailure('no-other', 'A logit difference is between two pieces, and other is empty.', {
    port: 'other',
    hint: 'Write the second piece, with its space.',
  })
}

const candidatesTable = (candidates: readonly Candidate[]) =>
  tableOf(
    [
      ['piece', 'text'],
      ['id', 'number'],
      ['probability', 'number', '%'],
      ['logit', 'number'],
      ['rank', 'number'],
    ],
    candidates.map(({ piece, id, p, logit, rank }) => [piece, id, p, logit, rank]),
  )

function bars(table: ReturnType<typeof candidatesTable>, measure: Measure) {
  const logits = measure === 'logit' || measure === 'logit difference'
  const marks = table.rows.map((row) => ({
    label: String(row[0]),
    value: Number(row[logits ? 3 : 2]),
    note: `rank ${row[4]}`,
    index: [Number(row[1])],
  }))
  return show.bars(marks, logits ? { pieces: true } : { pieces: true, unit: '%', high: 1 })
}
