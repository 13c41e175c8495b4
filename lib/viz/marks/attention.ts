/* A cell of an attention map: who reads whom, and the formula with its numbers filled in. */
import { exp } from '../../tensor/math'
import { large, number, significant } from '../numbers'
import type { AttentionPanel } from '../panels'
import { axisName, plainName } from '../pieces'
import { located, makers, type FormulaLine, type MarkDescription, type MarkPlace, type Words } from './description'

/** Beyond this e^s is written relative to the row's largest score, or its digits would say nothing. */
const LARGE_SCORE = 20

export const queriesOf = (panel: AttentionPanel): number => Math.round(panel.values.length / Math.max(1, panel.tokens.length))

export function describeAttention(panel: AttentionPanel, [row = 0, column = 0]: MarkPlace): MarkDescription {
  const keys = panel.tokens.length
  const query = row + keys - queriesOf(panel)
  const value = panel.values[row * keys + column]!
  const words: Words[] = [nameOf(panel, query), { text: panel.stage === 'weights' ? ' reads ' : ' on ' }, nameOf(panel, column)]
  if (Number.isNaN(value)) {
    const absent = [nameOf(panel, query), { text: ' cannot read ' }, nameOf(panel, column), { text: ', which comes after it' }]
    return { words: absent, sentence: absent.map((part) => part.text).join('') }
  }
  const formula = panel.scores && panel.headSize ? formulaOf(panel, row, column) : undefined
  return {
    words,
    sentence: `${words.map((part) => part.text).join('')} with ${large(value)}${panel.head === null ? `, ${panel.aggregate ?? 'mean'} of the heads` : ''}`,
    // an aggregate runs over all heads: its first index is written as a colon
    ...located(panel.source, panel.head === null ? [NaN, row, column] : [row, column]),
    value: large(value),
    full: significant(value),
    ...(formula ? { formula } : {}),
    rows: [
      { name: 'Layer', value: String(panel.layer) },
      { name: 'Head', value: panel.head === null ? `${panel.aggregate ?? 'mean'} of all` : `${panel.layer}.${panel.head}` },
      ...(panel.sink === column ? [{ name: 'Sink', value: 'struck out in the map; this is the tensor’s number' }] : []),
      ...makers(panel),
    ],
  }
}

function nameOf(panel: AttentionPanel, position: number): Words {
  const token = panel.tokens[position]
  if (!token) return { text: String(position) }
  return { text: token.special ? axisName(token, 24).text : plainName(token.bytes ?? token.text), piece: true, token: position }
}

/** s = q·k / √d and A = eˢ / Σ eˢ over the row's existing cells. */
function formulaOf(panel: AttentionPanel, row: number, column: number): readonly FormulaLine[] {
  const keys = panel.tokens.length
  const root = Math.sqrt(panel.headSize ?? 1)
  const scores = panel.scores!.subarray(row * keys, (row + 1) * keys)
  const score = scores[column]!
  const line = { left: 's', steps: ['q·k / √d', `${number4(score * root)} / ${number4(root)}`], result: number4(score) }
  if (panel.stage !== 'weights') return [line]
  const most = scores.reduce((high, entry) => (entry > high ? entry : high), -Infinity)
  const shift = most > LARGE_SCORE ? most : 0
  let sum = 0
  for (const entry of scores) if (!Number.isNaN(entry)) sum += exp(entry - shift)
  const top = exp(score - shift)
  const power = shift === 0 ? 'eˢ' : 'eˢ⁻ᵐ'
  return [
    line,
    ...(shift === 0 ? [] : [{ left: 'm', steps: ['largest s of the row'], result: number4(shift) }]),
    { left: 'A', steps: [`${power} / Σ ${power}`, `${number(top)} / ${number(sum)}`], result: large(top / sum) },
  ]
}

const number4 = (value: number): string => significant(value, 4)
