/* Marks of panels that are lists: bars, candidates, bins, tokens, a single number. */
import { percent, significant, withUnit, whole, large, number } from '../numbers'
import type { BarsPanel, DistributionPanel, HistogramPanel, NumberPanel, TextPanel, TokenMark, TokensPanel } from '../panels'
import { bareSpecial, plainName, visibleText } from '../pieces'
import { located, makers, sentenceOf, type MarkDescription, type MarkPlace, type Words } from './description'

export function describeBar(panel: BarsPanel, [place = 0]: MarkPlace): MarkDescription {
  const bar = panel.bars[place]
  if (!bar) return { words: [], sentence: '' }
  const words: Words[] = [{ text: panel.pieces ? plainName(bar.label) : bar.label, ...(panel.pieces ? { piece: true } : {}) }]
  const write = (value: number): string => withUnit(value, panel.unit)
  const both =
    bar.second === undefined
      ? write(bar.value)
      : `${panel.names?.[0] ?? 'first'} ${write(bar.value)}, ${panel.names?.[1] ?? 'second'} ${write(bar.second)}`
  return {
    words,
    sentence: sentenceOf(words, both),
    ...located(panel.source, bar.index ?? [place]),
    value: write(bar.second ?? bar.value),
    full: significant(bar.second ?? bar.value),
    rows: [
      ...(bar.second === undefined
        ? []
        : [
            { name: panel.names?.[0] ?? 'First', value: significant(bar.value), mono: true },
            { name: panel.names?.[1] ?? 'Second', value: significant(bar.second), mono: true },
          ]),
      ...(bar.note ? [{ name: 'Note', value: bar.note }] : []),
      ...makers(panel),
    ],
  }
}

export function describeCandidate(panel: DistributionPanel, [place = 0]: MarkPlace): MarkDescription {
  const entry = panel.candidates[place]
  if (!entry) return { words: [], sentence: '' }
  const words: Words[] = [{ text: plainName(entry.piece), piece: true }]
  const state = entry.cutBy ? `cut by ${entry.cutBy}` : percent(entry.p)
  return {
    words,
    sentence: `${sentenceOf(words, state)}, rank ${place + 1} of ${whole(panel.vocabulary)}${entry.id === panel.drawn ? ', drawn' : ''}`,
    ...located(panel.source, [entry.id]),
    value: entry.cutBy ? 'cut' : percent(entry.p),
    full: significant(entry.p),
    rows: [
      { name: 'Piece', value: visibleText(entry.piece), mono: true },
      { name: 'Id', value: String(entry.id), mono: true },
      { name: 'Rank', value: `${place + 1} of ${whole(panel.vocabulary)}` },
      ...(entry.before === undefined ? [] : [{ name: 'Before', value: percent(entry.before) }]),
      ...(entry.cutBy === undefined ? [] : [{ name: 'Cut by', value: cutWords(panel, entry.cutBy) }]),
      ...makers(panel),
    ],
  }
}

function cutWords(panel: DistributionPanel, name: string): string {
  const stage = panel.stages?.find((entry) => entry.stage === name)
  return stage ? `${name} ${number(stage.setting)}, ${stage.reason}` : name
}

export function describeBin(panel: HistogramPanel, [place = 0]: MarkPlace): MarkDescription {
  const bin = panel.bins[place]
  if (!bin) return { words: [], sentence: '' }
  const words: Words[] = [{ text: `${number(bin.from)} to ${number(bin.to)}${panel.unit ? ` ${panel.unit}` : ''}` }]
  return {
    words,
    sentence: sentenceOf(words, `${whole(bin.count)} of ${whole(panel.count)} numbers`),
    ...(panel.source ? { tensor: panel.source.tensor } : {}),
    value: whole(bin.count),
    full: whole(bin.count),
    rows: [
      { name: 'Share', value: percent(panel.count ? bin.count / panel.count : 0) },
      ...(panel.grid ? [{ name: 'Steps', value: stepsIn(panel.grid, bin.from, bin.to) }] : []),
      { name: 'Mean', value: `${number(panel.mean)}, deviation ${number(panel.deviation)}` },
      ...makers(panel),
    ],
  }
}

/** Which steps of the grid stand in a bin: what its numbers may become. */
function stepsIn(grid: readonly number[], from: number, to: number): string {
  const inside = grid.filter((step) => step >= from && step <= to)
  if (inside.length === 0) return 'none: all go to a neighbour'
  return inside.length <= 3
    ? inside.map(number).join(', ')
    : `${whole(inside.length)}, from ${number(inside[0]!)} to ${number(inside.at(-1)!)}`
}

export function describeToken(panel: TokensPanel, [place = 0]: MarkPlace): MarkDescription {
  const token = panel.tokens[place]
  if (!token) return { words: [], sentence: '' }
  const value = panel.values?.data[place]
  const words: Words[] = [{ text: tokenName(token), piece: true, token: place }, { text: ` at position ${place}` }]
  return {
    words,
    sentence: value === undefined ? `${sentenceOf(words)}, id ${token.id}` : sentenceOf(words, `${panel.values?.name} ${number(value)}`),
    ...located(panel.values?.source ?? panel.source, [place]),
    ...(value === undefined ? { value: String(token.id) } : { value: large(value), full: significant(value) }),
    rows: [
      ...(value === undefined ? [] : [{ name: panel.values?.name ?? '', value: significant(value), mono: true }]),
      { name: 'Id', value: String(token.id), mono: true },
      { name: 'Piece', value: visibleText(token.text), mono: true },
      { name: 'Text', value: token.special ? 'none: a special token' : `characters ${token.start} to ${token.end}` },
      ...(token.bytes ? [{ name: 'Bytes', value: token.bytes, mono: true }] : []),
      ...makers(panel),
    ],
  }
}

const tokenName = (token: TokenMark): string => (token.special ? bareSpecial(token.text) : plainName(token.bytes ?? token.text))

export function describePart(panel: TextPanel, [place = 0]: MarkPlace): MarkDescription {
  const part = panel.parts[place]
  if (!part) return { words: [], sentence: '' }
  const words: Words[] = [
    { text: part.name ?? plainName(part.text), piece: true, ...(part.token === undefined ? {} : { token: part.token }) },
  ]
  if (part.p === undefined)
    return { words, sentence: sentenceOf(words), rows: part.name ? [{ name: 'Slot', value: part.name, mono: true }] : [] }
  return {
    words: [...words, { text: ' was written' }],
    sentence: `${sentenceOf(words)} was written at ${percent(part.p)}`,
    ...located(panel.source, part.token === undefined ? [] : [part.token]),
    value: percent(part.p),
    full: significant(part.p),
    rows: [...(part.id === undefined ? [] : [{ name: 'Id', value: String(part.id), mono: true }]), ...makers(panel)],
  }
}

export function describeNumber(panel: NumberPanel): MarkDescription {
  const words: Words[] = [{ text: panel.label ?? panel.title ?? 'Value' }]
  const value = withUnit(panel.value, panel.unit)
  return {
    words,
    sentence: sentenceOf(words, value),
    ...located(panel.source, []),
    value,
    full: significant(panel.value),
    rows: makers(panel),
  }
}
