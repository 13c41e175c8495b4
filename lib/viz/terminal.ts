/*
 * Panels as plain text, for `vitrine run --format text`: the same numbers as on the page, bars and maps in block letters.
 * No colour codes, no width asked of the terminal; lines stay within 100 letters where the content allows.
 */
import { bitRows, heldWords, neighbourWords } from './bits'
import { columnWords } from './chain'
import { latticeLines } from './terminal/lattice'
import { scatterLines } from './terminal/scatter'
import { legendOf } from './legend'
import { entryText, isLit } from './marks/tables'
import { number, percent, short, whole, withUnit } from './numbers'
import { paintedPlaces } from './paint'
import type {
  AnyPanel,
  BarsPanel,
  CardPanel,
  DistributionPanel,
  HeadGridPanel,
  HistogramPanel,
  RibbonsPanel,
  TablePanel,
  TextPanel,
  TokensPanel,
} from './panels'
import { axisName, bareSpecial, visibleText } from './pieces'

const BAR = 32
const SHADES = [' ', '░', '▒', '▓', '█'] as const
/** Violet and ochre have no letters: below zero is written by minus, above by plus, by fifths. */
const SIGNED = ['=', '-', '·', '+', '#'] as const
const MOST_COLUMNS = 96
const MOST_ROWS = 48

export function panelToText(panel: AnyPanel): string {
  const lines = [...(panel.title ? [panel.title] : []), ...linesOf(panel), ...(panel.caption ? [panel.caption] : [])]
  return lines.map((line) => line.trimEnd()).join('\n')
}

function linesOf(panel: AnyPanel): string[] {
  switch (panel.panel) {
    case 'text':
      return textLines(panel)
    case 'tokens':
      return tokenLines(panel)
    case 'bits':
      return [
        ...bitRows(panel).map((runs) =>
          runs.map(({ role, bits }) => `${bits.map(({ on }) => (on ? '1' : '0')).join('')} ${role}`).join('  '),
        ),
        `${heldWords(panel)} = ${panel.formula}`,
        neighbourWords(panel),
      ]
    case 'number':
      return [`${panel.label ? `${panel.label} ` : ''}${withUnit(panel.value, panel.unit)}`]
    case 'bars':
      return barLines(panel)
    case 'distribution':
      return oddsLines(panel)
    case 'heat':
      return mapLines(
        panel,
        paintedPlaces(panel),
        Array.from({ length: panel.rows.count }, (_, row) =>
          visibleText(panel.rows.labels?.[row] ?? String((panel.window?.row ?? 0) + row)),
        ),
        panel.columns.count,
      )
    case 'attention': {
      const rows = Math.round(panel.values.length / Math.max(1, panel.tokens.length))
      const names = panel.tokens.slice(panel.tokens.length - rows).map((token) => visibleText(axisName(token, 16).text))
      const what =
        panel.head === null ? `layer ${panel.layer}, ${panel.aggregate ?? 'mean'} of its heads` : `head ${panel.layer}.${panel.head}`
      return [
        `Attention, ${what}, ${panel.stage}: reads down, is read across${panel.sink === undefined ? '' : `; column ${panel.sink} struck out, rows shared anew`}`,
        ...mapLines(panel, paintedPlaces(panel), names, panel.tokens.length),
      ]
    }
    case 'headGrid':
      return gridLines(panel)
    case 'histogram':
      return histogramLines(panel)
    case 'table':
      return tableLines(panel)
    case 'scatter':
      return scatterLines(panel)
    case 'ribbons':
      return ribbonLines(panel)
    case 'diff':
      return [
        ...(panel.names ? [`[-${panel.names[0]}-] {+${panel.names[1]}+}`] : []),
        panel.parts
          .map((part) => (part.change === 'same' ? part.text : part.change === 'removed' ? `[-${part.text}-]` : `{+${part.text}+}`))
          .join(''),
      ]
    case 'conversation':
      return panel.turns.flatMap(({ role, text }) => [`${role}:`, ...text.split('\n').map((line) => `  ${line}`)])
    case 'lattice':
      return latticeLines(panel)
    case 'card':
      return cardLines(panel)
  }
}

function textLines(panel: TextPanel): string[] {
  const text = panel.parts.map((part) => (part.tone === 'special' ? `‹${bareSpecial(part.text)}›` : part.text)).join('')
  return `${text.replace(/ +$/, (spaces) => '·'.repeat(spaces.length))}${panel.writing ? ' …' : ''}`.split('\n')
}

/** A line for each chunk: found ones with a star, then where it lies and what it says. */
function ribbonLines(panel: RibbonsPanel): string[] {
  const wide = widest(panel.ribbons.map(({ id }) => id))
  return panel.ribbons.map(({ id, start, end, lit, note }) => {
    const inside = panel.text.slice(Math.max(0, start - panel.from), end - panel.from)
    const text = [...inside.replace(/\s+/g, ' ').trim()]
    const words = text.length > 72 ? `${text.slice(0, 71).join('')}…` : text.join('')
    return `${lit ? '*' : ' '} ${id.padStart(wide)}  ${start}–${end}  ${words}${note ? `  (${note})` : ''}`
  })
}

function tokenLines(panel: TokensPanel): string[] {
  const words = panel.tokens.map((token, place) => {
    const name = token.special ? `‹${bareSpecial(token.text)}›` : token.bytes ? `<${token.bytes}>` : visibleText(token.text)
    const value = panel.values?.data[place]
    const under = panel.values ? (value === undefined || Number.isNaN(value) ? '–' : short(value)) : panel.showIds ? String(token.id) : ''
    return under ? `${name} ${under}` : name
  })
  return [...(panel.values ? [panel.values.name] : []), ...wrapped(words, ' | ')]
}

function wrapped(words: readonly string[], between: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    const longer = line ? line + between + word : word
    if (line && longer.length > 100) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line ? [...lines, line] : lines
}

const bar = (share: number): string => {
  const eighths = Math.round(Math.max(0, Math.min(1, share)) * BAR * 8)
  const rest = eighths % 8
  return '█'.repeat(Math.floor(eighths / 8)) + (rest ? ' ▏▎▍▌▋▊▉'[rest] : '')
}

function barLines(panel: BarsPanel): string[] {
  const low = Math.min(0, panel.low ?? 0)
  const labels = panel.bars.map((entry) => (panel.pieces ? visibleText(entry.label) : entry.label))
  const wide = widest(labels)
  const reach = Math.max(panel.high, -low) || 1
  return panel.bars.map((entry, place) => {
    const first = withUnit(entry.value, panel.unit)
    const words =
      entry.second === undefined
        ? first
        : `${panel.names?.[0] ?? 'first'} ${first}, ${panel.names?.[1] ?? 'second'} ${withUnit(entry.second, panel.unit)}`
    return `${labels[place]!.padStart(wide)}  ${bar(Math.abs(entry.second ?? entry.value) / reach).padEnd(BAR)}  ${words}${entry.note ? `  ${entry.note}` : ''}`
  })
}

function oddsLines(panel: DistributionPanel): string[] {
  const labels = panel.candidates.map((entry) => visibleText(entry.piece))
  const wide = widest(labels)
  const high = Math.max(0.02, ...panel.candidates.map((entry) => entry.p))
  const words = columnWords(panel)
  return [
    ...panel.candidates.map((entry, place) => {
      const drawn = entry.id === panel.drawn ? '  drawn' : ''
      return `${labels[place]!.padStart(wide)}  ${bar(entry.p / high).padEnd(BAR)}  ${entry.cutBy ? `cut by ${entry.cutBy}` : percent(entry.p)}${drawn}`
    }),
    `${whole(panel.rest.count)} others ${percent(panel.rest.p)}; entropy ${number(panel.entropyBits)} bits${words.removed ? `; ${words.kept}, ${words.removed}` : ''}`,
  ]
}

function mapLines(panel: AnyPanel, places: Float32Array, names: readonly string[], columns: number, sink?: number): string[] {
  const wide = Math.min(16, widest(names))
  const kind = legendOf(panel)?.kind ?? 'sequential'
  const double = columns * 2 <= MOST_COLUMNS
  const lines = names.slice(0, MOST_ROWS).map((name, row) => {
    const cells = Array.from(
      places.subarray(row * columns, row * columns + Math.min(columns, double ? columns : MOST_COLUMNS)),
      (place, column) => (column === sink && !Number.isNaN(place) ? '×' : shade(place, kind)),
    )
    return `${name.slice(0, wide).padStart(wide)} ${cells.map((cell) => (double ? cell + cell : cell)).join('')}`
  })
  const legend = legendOf(panel)
  const scale = kind === 'diverging' ? `= ${legend?.low}  · 0  # ${legend?.high}` : `blank ${legend?.low}  █ ${legend?.high}`
  const more = names.length > MOST_ROWS ? [`${names.length - MOST_ROWS} more rows`] : []
  return [...lines, ...more, `${' '.repeat(wide)} ${scale}${panel.source ? `  ${panel.source.tensor}` : ''}`]
}

function shade(place: number, kind: 'sequential' | 'diverging'): string {
  if (Number.isNaN(place)) return ' '
  return kind === 'diverging'
    ? SIGNED[Math.min(4, Math.floor(place * 5))]!
    : SHADES[place <= 0.02 ? 0 : Math.min(4, 1 + Math.floor(place * 4))]!
}

/** Maps as the last row's strongest column and its value, since the last token is what comes next. */
function gridLines(panel: HeadGridPanel): string[] {
  const write = (layer: number, head: number): string => {
    const place = layer * panel.heads + head
    return panel.maps ? strongest(panel.maps, place) : number(panel.values?.[place] ?? NaN)
  }
  const heads = Array.from({ length: panel.heads }, (_, head) => head)
  const rows = Array.from({ length: panel.layers }, (_, layer) => [String(layer), ...heads.map((head) => write(layer, head))])
  return [
    ...(panel.maps ? ['Last row of each head: column read most, and how much'] : []),
    ...aligned([['layer', ...heads.map((head) => `.${head}`)], ...rows], () => true),
  ]
}

function strongest({ values, rows, columns }: NonNullable<HeadGridPanel['maps']>, map: number): string {
  const row = values.subarray((map * rows + rows - 1) * columns, (map + 1) * rows * columns)
  let best = 0
  row.forEach((value, column) => {
    if (value > row[best]!) best = column
  })
  return `${best} ${short(row[best] ?? NaN)}`
}

function histogramLines(panel: HistogramPanel): string[] {
  const most = Math.max(1, ...panel.bins.map((bin) => bin.count))
  const letters = panel.bins.map((bin) => (bin.count === 0 ? ' ' : '▁▂▃▄▅▆▇█'[Math.min(7, Math.floor((8 * bin.count) / most))]!)).join('')
  return [
    letters,
    `${number(panel.bins[0]?.from ?? 0)} to ${number(panel.bins.at(-1)?.to ?? 0)}; ${whole(panel.count)} numbers, mean ${number(panel.mean)}, deviation ${number(panel.deviation)}`,
    ...(panel.grid ? [`${whole(panel.grid.length)} steps: ${stepsText(panel.grid)}`] : []),
  ]
}

const stepsText = (grid: readonly number[]): string =>
  grid.length <= 16 ? grid.map(number).join(', ') : `${number(grid[0]!)} to ${number(grid.at(-1)!)}`

function tableLines(panel: TablePanel): string[] {
  const rows = panel.rows
    .slice(0, MOST_ROWS)
    .map((row, at) =>
      panel.columns.map(
        (column, place) => `${isLit(panel, at, place) ? '› ' : ''}${cellText(entryText(row[place] ?? null, column), column.pieces)}`,
      ),
    )
  const lines = aligned([panel.columns.map((column) => column.name), ...rows], (place) => panel.columns[place]?.type === 'number')
  const before = panel.first ?? 0
  const hidden = panel.total - before - rows.length
  const all = before > 0 ? [`${whole(before)} rows before`, ...lines] : lines
  return hidden > 0 ? [...all, `${whole(hidden)} more rows`] : all
}

function cellText(text: string, piece?: boolean): string {
  const line = piece ? visibleText(text) : text.replaceAll('\n', '↵')
  return line.length > 48 ? `${line.slice(0, 47)}…` : line
}

function aligned(rows: readonly (readonly string[])[], right: (column: number) => boolean): string[] {
  const widths = (rows[0] ?? []).map((_, column) => widest(rows.map((row) => row[column] ?? '')))
  return rows.map((row) =>
    row.map((text, column) => (right(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!))).join('  '),
  )
}

const SIGNS = { holds: '✓', fails: '×', waits: '○' } as const

function cardLines(panel: CardPanel): string[] {
  const wide = widest((panel.rows ?? []).map((row) => row.name))
  return [
    ...(panel.badge ? [`${SIGNS[panel.badge.tone]} ${panel.badge.words}`] : []),
    ...(panel.heading ? [panel.heading] : []),
    ...(panel.text ? panel.text.split('\n') : []),
    ...(panel.rows ?? []).map((row) => `${row.name.padEnd(wide)}  ${row.value}`),
    ...(panel.choices ?? []).flatMap((choice) => {
      const said = choice.right ? '  this is so' : choice.chosen && choice.right === false ? '  guessed' : ''
      return [`- ${choice.say}${said}`, ...(choice.because && (choice.right || choice.chosen) ? [`  ${choice.because}`] : [])]
    }),
  ]
}

const widest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, text.length), 0)
