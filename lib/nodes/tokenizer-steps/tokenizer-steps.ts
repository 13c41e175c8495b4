/* How a text was cut, step by step: merges with their ranks, looks for the longest match, or all ways through a lattice. */
import { defineNode } from '../../graph/define-node'
import type { TokenTrace, TracedWord } from '../../engine/tokenizer'
import { engineCall } from '../failures'
import { z } from '../../graph/zod'
import { plural, TablePort, tableOf, Text, Tokenizer, type TokenizerValue } from '../../values'
import { show } from '../../viz/show'
import { lanesOf } from './lanes'

export const tokenizerSteps = defineNode({
  kind: 'tokenizer-steps',
  version: 1,
  title: 'How it was cut',
  summary: 'The steps by which a vocabulary cuts a text.',
  icon: 'film',
  group: 'Tokenizer',
  tags: ['bpe', 'merges', 'wordpiece', 'unigram', 'lattice', 'viterbi', 'rank', 'trace', 'steps'],
  sources: ['arXiv:1508.07909', 'arXiv:1804.10959'],
  inputs: { text: Text.input('the text to cut'), tokenizer: Tokenizer.input('the vocabulary; a model brings its own') },
  outputs: { table: TablePort.output('one row a step of every word: word, step, what was done, rank or score') },
  params: z.object({
    word: z.int().min(0).default(0).meta({ description: 'Which word is shown, from 0.', look: 'field' }),
    step: z.int().min(0).max(10_000).default(0).meta({
      description: 'How many merges or looks are shown, or which of the best ways. 0 shows all, and the best way.',
      look: 'field',
    }),
  }),
  size: { width: 320, body: 200 },
  example:
    'prompt: text@1\n  value: " princess"\nprimer: model@1\nfilm: tokenizer-steps@1\n  text: prompt.text\n  tokenizer: primer.model\n',
  exampleNode: 'film',
  async compute({ text, tokenizer }) {
    const trace = await engineCall(async () => tokenizer.engine.trace(text.slice(0, MOST_TEXT)))
    return { table: tableOf(COLUMNS, trace.words.slice(0, MOST_WORDS).flatMap(rowsOf)) }
  },
  view: ({ in: { text, tokenizer }, out, params }) => (out.table && text !== '' ? [picture(tokenizer, text, params)] : []),
  foot: ({ in: { text, tokenizer }, out }) => {
    if (!out.table) return {}
    const words = traceOf(tokenizer, text).words.length
    return { left: plural(words, 'word'), right: plural(out.table.rows.length, 'step') }
  },
  empty: 'Shows how a text is cut, step by step. Wire a text, and a model for its vocabulary.',
})

/** Steps are for looking at; longer texts are cut by Tokenizer. */
const MOST_TEXT = 20_000
const MOST_WORDS = 400

const COLUMNS = [
  ['word', 'text'],
  ['step', 'number'],
  ['what', 'text'],
  ['token', 'text'],
  ['rank', 'number'],
  ['score', 'number'],
] as const

type Row = readonly [word: string, step: number, what: string, token: string, rank: number | null, score: number | null]

function rowsOf({ text, steps, tokens }: TracedWord): Row[] {
  if (steps.kind === 'merges')
    return steps.steps.map(({ left, right, merged, rank, score }, i) => [
      text,
      i + 1,
      `${left} + ${right}`,
      merged,
      rank + 1,
      score ?? null,
    ])
  if (steps.kind === 'walk')
    return steps.tries.map(({ token, found }, i) => [text, i + 1, found ? 'found' : 'not there', token, null, null])
  if (steps.kind === 'lattice')
    return steps.paths.map(({ edges, score }, i) => {
      const way = edges.map((edge) => steps.edges[edge]!.token).join(' · ')
      return [text, i + 1, i === 0 ? 'the best way' : 'another way', way, null, score]
    })
  return [
    [
      text,
      1,
      steps.kind === 'left-out' ? steps.reason : steps.kind === 'added' ? 'stands in the text' : 'one token',
      tokens[0] ?? '',
      null,
      null,
    ],
  ]
}

const traceOf = (tokenizer: TokenizerValue, text: string): TokenTrace => tokenizer.engine.trace(text.slice(0, MOST_TEXT))

function picture(tokenizer: TokenizerValue, text: string, { word, step }: { readonly word: number; readonly step: number }) {
  const { words, model } = traceOf(tokenizer, text)
  const place = Math.min(word, words.length - 1)
  const { characters, lanes, steps, caption } = lanesOf(words[place]!, step, displayOf(tokenizer))
  const of = words.length > 1 ? ` Word ${place} of 0 to ${words.length - 1}.` : ''
  const scrubs = [
    ...(words.length > 1 ? [{ param: 'word', label: 'Word', value: place, least: 0, most: words.length - 1 }] : []),
    // 0 is all of them, which the last step shows too.
    ...(steps > 1 ? [{ param: 'step', label: 'Step', value: step === 0 ? steps : Math.min(step, steps), least: 1, most: steps }] : []),
  ]
  return show.lattice(characters, lanes, { title: `${model}, ${plural(steps, 'step')}`, caption: `${caption}${of}`, scrubs })
}

/** A token as it is read; one that is part of a character keeps its spelling. */
function displayOf({ engine }: TokenizerValue): (token: string) => string {
  return (token) => {
    const id = engine.idOfToken(token)
    const piece = id === null ? token : engine.piece(id)
    return piece.includes('\ufffd') ? token : piece
  }
}
