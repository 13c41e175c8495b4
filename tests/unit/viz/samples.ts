/* One panel of every sort over the reference run, made with `show` alone: pictures to compare and to look at. */
import type { AnyPanel } from '../../../lib/viz/panels'
import { documentsOf } from '../../../lib/values'
import { show } from '../../../lib/viz/show'
import { allPatterns, attention, distribution, first, norms, resid, tokens, tokensOf } from './reference'

const written = tokensOf(first.greedy_ids.slice(0, 23), '')

/** Odds that the written tokens had would need more rows than the reference holds; the prompt's own are used where odds are drawn. */
const promptOdds = [NaN, ...first.token_logprobs.map((entry) => Math.exp(entry))]

export const samples: Readonly<Record<string, AnyPanel>> = {
  text: show.text('Once upon a time, there was a little girl named '),
  slots: show.text([{ text: 'Once upon a time, there was a ' }, { text: 'little girl', tone: 'slot', name: 'who' }, { text: ' named' }]),
  written: show.written('Once upon a time, there was a little girl named', written, promptOdds.slice(1), { writing: true, first: 12 }),
  note: show.text('**A note.** Attention is *not* explanation.\n\n- `0.1` reads girl\n- remove it and see', { markdown: true }),
  tokens: show.tokens(tokens),
  surprise: show.tokens(tokens, {
    ids: false,
    values: { name: 'surprise', data: promptOdds.map((p) => -Math.log2(p)), high: 4, source: { tensor: 'loss.bits', slice: [null] } },
  }),
  bits: show.bits({
    format: 'int4',
    wanted: -2.6,
    value: -3,
    bits: [
      { on: true, role: 'sign', flipped: 5 },
      { on: true, role: 'value', flipped: -7 },
      { on: false, role: 'value', flipped: -1 },
      { on: true, role: 'value', flipped: -4 },
    ],
    below: -4,
    above: -2,
    formula: '−8 + 4 + 1',
    param: 'value',
  }),
  comb: show.histogram(resid(4), { grid: Array.from({ length: 15 }, (_, step) => (step - 7) * 18) }),
  ribbons: show.ribbons(
    documentsOf(
      [
        { id: '0', text: 'Tom has a pet fox. Mia lives in a castle. ', metadata: {}, source: 0, range: [0, 42] },
        { id: '1', text: 'Mia lives in a castle. Sam likes to eat honey.', metadata: {}, source: 0, range: [19, 65] },
      ],
      [{ name: 'page', text: 'Tom has a pet fox. Mia lives in a castle. Sam likes to eat honey. The end.' }],
    ),
    { lit: new Map([[1, 'rank 1, score 0.892']]) },
  ),
  number: show.number({ value: 2.918, unit: 'bits' }, { label: 'entropy' }),
  bars: show.bars(
    [
      { label: ' Lily', value: 0.4397, second: 0.0768 },
      { label: ' Lucy', value: 0.1313, second: 0.0004 },
      { label: ' Tim', value: 0.0001, second: 0.4741 },
    ],
    { unit: '%', names: ['girl', 'boy'], pieces: true },
  ),
  distribution: show.distribution(distribution()),
  chain: show.distribution(distribution(0.8, { k: 20, p: 0.9 }), { look: 'columns' }),
  filtered: show.distribution(distribution(0.8, { k: 20, p: 0.9 }), { mark: first.greedy_ids[0]! }),
  norms: show.heat(norms(), { title: 'Residual norm' }),
  heat: show.heat(resid(4), { window: { rows: 12, columns: 12 } }),
  vector: show.heat({ ...resid(4), data: resid(4).data.subarray(0, 256), shape: [256], dims: ['C'], labels: [null] }),
  attention: show.attention(attention(0), { head: 1, headParam: 'head' }),
  sink: show.attention(attention(3), { head: 2, sink: 0 }),
  mean: show.attention(attention(2), { head: null, aggregate: 'mean' }),
  headGrid: show.headGrid(allPatterns(), { chosen: [0, 1] }),
  headValues: show.headGrid(
    {
      data: Float32Array.from({ length: 48 }, (_, place) => first.token_logprobs[place % 11]! * (place % 3 === 0 ? -1 : 1)),
      shape: [6, 8],
      dims: ['L', 'H'],
      origin: { tensor: 'ablate.change', slice: [null, null] },
    },
    {},
  ),
  histogram: show.histogram(resid(4)),
  table: show.table(
    {
      columns: [
        { name: 'piece', type: 'text' },
        { name: 'odds', type: 'number', unit: '%' },
        { name: 'first', type: 'yes/no' },
      ],
      rows: [
        [' Lily', 0.4397, 1],
        [' Lucy', 0.1313, 0],
        [' Mia', 0.1155, 0],
      ],
    },
    { pieces: ['piece'] },
  ),
  diff: show.diff('Once upon a time, there was a little girl named Lily.', 'Once upon a time, there was a little boy named Tim.', {
    names: ['girl', 'boy'],
  }),
  card: show.card({
    heading: 'primer-6m',
    rows: [
      { name: 'Kind', value: 'Llama' },
      { name: 'Size', value: '5.77 M' },
      { name: 'Heads', value: '6 × 8' },
      { name: 'File', value: '11.5 MB' },
    ],
  }),
  holds: show.card({ badge: { tone: 'holds', words: 'The row sums to 1, within 1e-5.' } }),
  fails: show.card({
    badge: { tone: 'fails', words: 'should be above 0.5, got 0.44.' },
    text: 'Look at the head with the darkest last row.',
  }),
  question: show.card({
    heading: 'Which word comes next most often?',
    choices: [{ say: 'Lily' }, { say: 'Tim' }, { say: 'the' }],
    canPass: true,
  }),
  answered: show.card({
    heading: 'Which word comes next most often?',
    choices: [
      { say: 'Lily', right: true, because: 'Its odds are 44.0 %.' },
      { say: 'Tim', right: false, chosen: true, because: 'A name, but ‘girl’ speaks against it.' },
      { say: 'the', right: false },
    ],
  }),
}
