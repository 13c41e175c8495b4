/* Scenes of lengths: bars, odds, a sampler's chain, histograms. */
import { columnWords, keptOf } from '../chain'
import { number, percent, whole, withUnit } from '../numbers'
import type { BarsPanel, DistributionPanel, HistogramPanel } from '../panels'
import { visibleText } from '../pieces'
import type { Mark, Scene, SceneOptions } from './scene-types'
import { barUnder, gridPlaces, gridWords } from '../grid'
import { finished, monoWidth, pieceMarks, sansWidth, started, type Stack } from './parts'

const ROW = 20

interface Row {
  readonly label: string
  readonly piece: boolean
  /** From 0 to 1 of the room. */
  readonly from: number
  readonly to: number
  readonly hollow?: readonly [number, number]
  readonly value: string
  readonly strong: boolean
  readonly cut: boolean
  /** The first run, on a line of its own. */
  readonly first?: boolean
}

function rowsOf(stack: Stack, rows: readonly Row[]): void {
  const label = Math.max(0, ...rows.map((row) => (row.piece ? monoWidth(row.label, 12) : sansWidth(row.label, 11.5))))
  const value = Math.max(0, ...rows.map((row) => sansWidth(row.value, 11.5)))
  const left = label + 11
  const room = Math.max(24, stack.width - left - value - 8)
  for (const row of rows) {
    const base = stack.y + 14
    const fill = row.cut ? 'ink-3' : row.strong ? 'ink' : 'ink-2'
    if (row.piece)
      stack.add(...pieceMarks(row.label, label - monoWidth(visibleText(row.label), 12), base, 12, row.cut ? 'ink-3' : 'ink').marks)
    else stack.add({ is: 'text', x: label, y: base, text: row.label, anchor: 'end', size: 11.5, fill, strong: row.strong })
    const bar = (from: number, to: number): Pick<Extract<Mark, { is: 'rect' }>, 'x' | 'y' | 'width' | 'height'> => ({
      x: left + Math.min(from, to) * room,
      y: stack.y + 5,
      width: Math.max(1, Math.abs(to - from) * room),
      height: 10,
    })
    if (row.hollow) stack.add({ is: 'rect', ...bar(...row.hollow), stroke: 'line-3' })
    if (!row.cut) stack.add({ is: 'rect', ...bar(row.from, row.to), ...(row.first ? { stroke: 'line-3' } : { fill: 'seq-6' }) })
    stack.add({ is: 'text', x: stack.width, y: base, text: row.value, anchor: 'end', size: 11.5, fill, strong: row.strong })
    stack.y += ROW
  }
}

export function sceneOfBars(panel: BarsPanel, options: SceneOptions): Scene {
  const stack = started(panel, options, options.width ?? (options.size === 'full' ? 560 : 234))
  const low = Math.min(0, panel.low ?? 0)
  const at = (value: number): number => Math.max(0, Math.min(1, (value - low) / (panel.high - low || 1)))
  rowsOf(
    stack,
    panel.bars.map((bar) => ({
      label: bar.label,
      piece: panel.pieces ?? false,
      from: at(0),
      to: at(bar.second ?? bar.value),
      ...(bar.second === undefined ? {} : { hollow: [at(0), at(bar.value)] as const }),
      value: withUnit(bar.second ?? bar.value, panel.unit),
      strong: bar.strong ?? false,
      cut: false,
      first: bar.hollow ?? false,
    })),
  )
  if (panel.names) stack.line(`hollow ${panel.names[0]}, filled ${panel.names[1]}`, { size: 10.5, fill: 'ink-3', leading: 18 })
  return finished(panel, options, stack)
}

export function sceneOfDistribution(panel: DistributionPanel, options: SceneOptions): Scene {
  const stack = started(panel, options, options.width ?? (options.size === 'full' ? 560 : panel.look === 'columns' ? 234 : 170))
  const high = Math.max(0.02, ...panel.candidates.flatMap((entry) => [entry.p, entry.before ?? 0]))
  if (panel.look === 'columns') columns(stack, panel, high, options.size === 'full' ? 160 : 34)
  else
    rowsOf(
      stack,
      panel.candidates.map((entry, place) => ({
        label: entry.piece,
        piece: true,
        from: 0,
        to: entry.p / high,
        ...(entry.before === undefined ? {} : { hollow: [0, entry.before / high] as const }),
        value: entry.cutBy ? 'cut' : percent(entry.p),
        strong: panel.drawn === undefined ? place === 0 : entry.id === panel.drawn,
        cut: entry.cutBy !== undefined,
      })),
    )
  if (options.size === 'full')
    stack.line(`${whole(panel.rest.count)} others ${percent(panel.rest.p)}, entropy ${number(panel.entropyBits)} bits`, { leading: 24 })
  return finished(panel, options, stack)
}

function columns(stack: Stack, panel: DistributionPanel, top: number, high: number): void {
  const pitch = stack.width / Math.max(1, panel.candidates.length)
  const base = stack.y + high + 2
  const tall = (p: number): number => Math.max(1, (high * p) / top)
  panel.candidates.forEach((entry, place) => {
    const x = place * pitch + 1.5
    const wide = Math.max(1, pitch - 3)
    const before = entry.before ?? 0
    if (entry.cutBy || before > entry.p)
      stack.add({ is: 'rect', x: x + 0.5, y: base - tall(before), width: Math.max(0.5, wide - 1), height: tall(before), stroke: 'line-3' })
    if (!entry.cutBy) stack.add({ is: 'rect', x, y: base - tall(entry.p), width: wide, height: tall(entry.p), fill: 'seq-6' })
  })
  stack.add({
    is: 'line',
    points: [
      [0, base + 0.5],
      [stack.width, base + 0.5],
    ],
    stroke: 'line-3',
  })
  const words = columnWords(panel)
  const kept = keptOf(panel)
  const line = Math.min(kept, panel.candidates.length) * pitch
  if (words.removed && kept <= panel.candidates.length)
    stack.add({
      is: 'line',
      points: [
        [line, stack.y + 2],
        [line, base + 6],
      ],
      stroke: 'ink-2',
      dash: '2 2',
    })
  const text = (x: number, words: string, anchor: 'middle' | 'end', fill: string): Mark => ({
    is: 'text',
    x,
    y: base + 13,
    text: words,
    size: 10.5,
    face: 'sans',
    anchor,
    fill,
  })
  if (words.removed)
    stack.add(
      text(Math.max(20, Math.min(stack.width / 2 - 10, line)), words.kept, 'middle', 'ink-2'),
      text(stack.width, words.removed, 'end', 'ink-3'),
    )
  else stack.add(text(stack.width, words.kept, 'end', 'ink-3'))
  stack.y = base + 16
}

/** One line for each step of the grid, light where it runs through a bar; none where they would run into one another. */
function gridMarks(panel: HistogramPanel, low: number, end: number, width: number, top: number, base: number): readonly Mark[] {
  return gridPlaces(panel, low, end, width).flatMap((x) => {
    const bar = base - barUnder(panel, low, end, width, x, base - top)
    const line = (from: number, to: number, stroke: string): Mark => ({
      is: 'line',
      points: [
        [x, from],
        [x, to],
      ],
      stroke,
    })
    return [line(top, bar, 'line-3'), ...(bar < base ? [line(bar, base, 'case')] : []), line(base, base + 5, 'line-3')]
  })
}

export function sceneOfHistogram(panel: HistogramPanel, options: SceneOptions): Scene {
  const stack = started(panel, options, options.width ?? (options.size === 'full' ? 560 : 234))
  const high = options.size === 'full' ? 220 : 64
  const most = Math.max(1, ...panel.bins.map((bin) => bin.count))
  const low = panel.bins[0]?.from ?? 0
  const end = panel.bins.at(-1)?.to ?? 1
  const at = (value: number): number => ((value - low) / (end - low || 1)) * stack.width
  const base = stack.y + high
  for (const bin of panel.bins) {
    const tall = bin.count ? Math.max(1, (high * bin.count) / most) : 0
    if (tall)
      stack.add({
        is: 'rect',
        x: at(bin.from) + 0.5,
        y: base - tall,
        width: Math.max(0.5, at(bin.to) - at(bin.from) - 1),
        height: tall,
        fill: 'seq-6',
      })
  }
  stack.add(...gridMarks(panel, low, end, stack.width, stack.y, base))
  stack.add({
    is: 'line',
    points: [
      [0, base + 0.5],
      [stack.width, base + 0.5],
    ],
    stroke: 'line-3',
  })
  const tick = (x: number, text: string, anchor: 'start' | 'middle' | 'end'): Mark => ({
    is: 'text',
    x,
    y: base + 14,
    text,
    size: 10.5,
    face: 'sans',
    fill: 'ink-2',
    anchor,
  })
  stack.add(tick(0, number(low), 'start'), tick(stack.width, number(end), 'end'))
  if (at(0) > 44 && at(0) < stack.width - 44) stack.add(tick(at(0), '0', 'middle'))
  stack.y = base + 16
  stack.line(`${whole(panel.count)}, mean ${number(panel.mean)}, ± ${number(panel.deviation)}`, { size: 10.5, fill: 'ink-3' })
  const words = gridWords(panel, low, end, stack.width)
  if (words) stack.line(words, { size: 10.5, fill: 'ink-3' })
  return finished(panel, options, stack)
}
