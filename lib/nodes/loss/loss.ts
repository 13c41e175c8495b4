/* How surprised a model is by a text, token by token and in the mean: the number that training lowers. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { exp, log2 } from '../../tensor/math'
import {
  Logits,
  NumberPort,
  numberOf,
  plural,
  TablePort,
  tableOf,
  Tokens,
  type LogitsValue,
  type TableValue,
  type TokensValue,
} from '../../values'
import { show } from '../../viz/show'
import { GIRL, passOver } from '../example'
import { bitsOf, inUnit, surpriseAt, UNITS, type Surprise, type Unit } from './surprise'

export const loss = defineNode({
  kind: 'loss',
  version: 1,
  title: 'Loss',
  summary: 'How surprised the model is by each token that came, and in the mean.',
  icon: 'gauge',
  group: 'Sampling, generation, structured output',
  tags: ['perplexity', 'cross entropy', 'surprise', 'bits per byte', 'negative log likelihood', 'score a text'],
  sources: ['Shannon 1951, Prediction and entropy of printed English', 'arXiv:2101.00027'],
  inputs: {
    logits: Logits.input('scores before softmax [T,V]; row t is about token t + 1'),
    tokens: Tokens.input('the ids that were read [T]'),
  },
  outputs: {
    number: NumberPort.output('the mean over the T − 1 tokens that some row was about'),
    table: TablePort.output('token by token: odds, surprise, what was expected'),
  },
  params: z.object({
    unit: z.enum(UNITS).default('nats').meta({ description: 'Only bits a byte can be compared between tokenizers.' }),
  }),
  size: { width: 256, body: 168 },
  example: passOver(GIRL) + 'surprise: loss@1\n  logits: pass.logits\n  tokens: tokens.tokens\n  unit: bits a token\n',
  exampleNode: 'surprise',
  async compute({ logits, tokens }, { unit }, { breathe, progress }) {
    requireTheSame(logits, tokens)
    const rows: Surprise[] = []
    for (let position = 1; position < tokens.ids.length; position++) {
      await breathe()
      progress(position / tokens.ids.length, `${position} of ${tokens.ids.length}`)
      rows.push(finite(surpriseAt(logits, tokens, position), tokens))
    }
    const total = rows.reduce((sum, { nats }) => sum + nats, 0)
    const value = inUnit(total, rows.length, bytesOf(tokens), unit)
    if (!Number.isFinite(value))
      throw new NodeFailure('no-text', 'Only special tokens are counted, and they stand for no bytes.', {
        port: 'unit',
        hint: 'Take bits a token.',
      })
    return { number: numberOf(value, unit === 'perplexity' ? undefined : unit), table: tableFor(rows, tokens, unit) }
  },
  view: ({ in: { tokens, logits }, out: { number, table }, params: { unit }, node }) =>
    number && table ? [show.number(number, { label: meanWords(table, unit) }), strip(tokens, table, logits.shape[1]!, unit, node)] : [],
  empty: 'Shows how surprised a model is by a text. Wire logits from a Forward node, and the tokens it read.',
})

function requireTheSame(logits: LogitsValue, tokens: TokensValue): void {
  const [read, given] = [logits.tokens.ids, tokens.ids]
  if (read.length !== given.length)
    throw new NodeFailure('other-tokens', `logits are of ${plural(read.length, 'token')}, tokens has ${given.length}.`, {
      port: 'tokens',
      hint: 'Wire the tokens that the forward pass read.',
    })
  const place = read.findIndex((id, i) => id !== given[i])
  if (place >= 0)
    throw new NodeFailure(
      'other-tokens',
      `At position ${place} the pass read “${logits.tokens.pieces[place]}”, tokens has “${tokens.pieces[place]}”.`,
      { port: 'tokens', hint: 'Wire the tokens that the forward pass read.' },
    )
  if (given.length < 2)
    throw new NodeFailure('too-short', 'No row is about the first token, so a text of one has no loss.', {
      port: 'tokens',
      hint: 'Two tokens are the least; the begin token counts as one.',
    })
}

function finite(surprise: Surprise, tokens: TokensValue): Surprise {
  if (Number.isFinite(surprise.nats)) return surprise
  throw new NodeFailure(
    'not-finite',
    `“${tokens.pieces[surprise.position]}” at position ${surprise.position} has no odds at all: its surprise is infinite.`,
    {
      port: 'logits',
      hint: 'Scores that were filtered hold −∞; wire them as the pass made them.',
    },
  )
}

/** UTF-8 bytes of the tokens that are counted. A special token stands for no text. */
const bytesOf = ({ ids, special, tokenizer }: TokensValue): number =>
  ids.reduce((sum, id, place) => (place === 0 || special[place] ? sum : sum + tokenizer.engine.pieceBytes(id).length), 0)

const surpriseUnit = (unit: Unit): 'nats' | 'bits' => (unit === 'nats' ? 'nats' : 'bits')
const written = (nats: number, unit: Unit): number => (unit === 'nats' ? nats : bitsOf(nats))

function tableFor(rows: readonly Surprise[], tokens: TokensValue, unit: Unit): TableValue {
  return tableOf(
    [
      ['position', 'number'],
      ['token', 'text'],
      ['odds', 'number', '%'],
      ['surprise', 'number', surpriseUnit(unit)],
      ['expected', 'text'],
    ],
    rows.map(({ position, nats, best }) => [
      position,
      tokens.pieces[position]!,
      exp(-nats),
      written(nats, unit),
      tokens.tokenizer.engine.piece(best),
    ]),
  )
}

const meanWords = (table: TableValue, unit: Unit): string =>
  unit === 'bits a byte'
    ? `over ${plural(table.rows.length, 'token')}`
    : `${unit === 'perplexity' ? 'perplexity' : 'mean'} over ${plural(table.rows.length, 'token')}`

/** The darkest tint is a fair guess among all pieces; the same for every text. */
function strip(tokens: TokensValue, table: TableValue, vocabulary: number, unit: Unit, node: string) {
  const fair = log2(vocabulary)
  const data = [NaN, ...table.rows.map((row) => Number(row[3]))]
  const high = Number((unit === 'nats' ? fair * 0.6931471805599453 : fair).toFixed(2))
  return show.tokens(tokens, {
    ids: false,
    values: { name: `surprise, ${surpriseUnit(unit)}`, data, high, source: { tensor: `${node}.surprise`, slice: [null] } },
  })
}
