/* Scenes of maps: attention, heat, grids of heads. The layout is the page's own. */
import { labelShown, layoutMap, type AxisLabel, type MapLayout } from '../layout/map'
import { SLANT } from '../layout/slant'
import { queriesOf } from '../marks/attention'
import { cell as cellNumber } from '../numbers'
import { paintedPlaces, placesOf, shownNumber } from '../paint'
import type { AttentionPanel, AxisLabels, HeadGridPanel, HeatPanel, Scale } from '../panels'
import { axisName, visibleText } from '../pieces'
import type { Mark, Scene, SceneOptions } from './scene-types'
import { finished, started, type Stack } from './parts'

export function sceneOfAttention(panel: AttentionPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const width = options.width ?? (full ? 720 : 234)
  const queries = queriesOf(panel)
  const labels = panel.tokens.map((token) => axisName(token, full ? 16 : 9))
  const layout = layoutFor(queries, panel.tokens.length, labels.slice(labels.length - queries), labels, width, full)
  const stack = started(panel, options, layout.width)
  const places = paintedPlaces(panel)
  map(stack, layout, {
    rows: queries,
    columns: labels.length,
    places,
    scale: panel.scale,
    sink: panel.sink,
    rowLabels: labels.slice(labels.length - queries),
    columnLabels: labels,
  })
  if (layout.numbers) numbers(stack, layout, places, labels.length, panel.scale, (place) => shareText(panel, places, place))
  stack.y += layout.height
  if (panel.heads) strip(stack, panel, panel.heads, queries, width)
  return finished(panel, options, stack, Math.max(layout.width, panel.heads ? width : 0))
}

function shareText(panel: AttentionPanel, places: Float32Array, place: number): string | null {
  const value = panel.scale.by === 'row' ? panel.values[place]! : shownNumber(panel.scale, places[place]!)
  if (panel.stage !== 'weights') return cellNumber(panel.values[place]!)
  return value < 0.005 ? null : cellNumber(value, true)
}

export function sceneOfHeat(panel: HeatPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const width = options.width ?? (full ? 720 : 234)
  const from = panel.window ?? { row: 0, column: 0 }
  const rowLabels = axisLabels(panel.rows, from.row, full && panel.rows.count > 1)
  const columnLabels = axisLabels(panel.columns, from.column, full)
  const layout = layoutFor(panel.rows.count, panel.columns.count, rowLabels, columnLabels, width, full, true)
  const stack = started(panel, options, layout.width)
  const places = paintedPlaces(panel)
  map(stack, layout, { rows: panel.rows.count, columns: panel.columns.count, places, scale: panel.scale, rowLabels, columnLabels })
  if (layout.numbers) numbers(stack, layout, places, panel.columns.count, panel.scale, (place) => cellNumber(panel.values[place]!))
  stack.y += layout.height
  return finished(panel, options, stack)
}

function axisLabels(axis: AxisLabels & { readonly count: number }, from: number, numbered: boolean): readonly AxisLabel[] {
  if (axis.labels) return axis.labels.map((text) => axisName({ text, special: axis.pieces === true && /^<\|.*\|>$/.test(text) }, 24))
  return numbered ? Array.from({ length: axis.count }, (_, place) => ({ text: String(from + place) })) : []
}

const layoutFor = (
  rows: number,
  columns: number,
  rowLabels: readonly AxisLabel[],
  columnLabels: readonly AxisLabel[],
  width: number,
  full: boolean,
  stretch = false,
): MapLayout =>
  layoutMap({
    rows,
    columns,
    rowLabels,
    columnLabels,
    width,
    largest: full ? 54 : width >= 300 ? 26 : 16,
    font: full ? 12 : 10.5,
    mostLetters: full ? 16 : 9,
    stretch,
    labelsYield: stretch && !full,
  })

interface MapParts {
  readonly rows: number
  readonly columns: number
  readonly places: Float32Array
  readonly scale: Scale
  readonly sink?: number | undefined
  readonly rowLabels: readonly AxisLabel[]
  readonly columnLabels: readonly AxisLabel[]
}

function map(stack: Stack, layout: MapLayout, parts: MapParts): void {
  const top = stack.y + layout.top
  stack.add({
    is: 'pixels',
    x: layout.left,
    y: top,
    rows: parts.rows,
    columns: parts.columns,
    cell: layout.cell,
    high: layout.high,
    gap: layout.gap,
    scale: parts.scale.kind,
    places: parts.places,
    ...(parts.sink === undefined ? {} : { sink: parts.sink }),
  })
  parts.rowLabels.forEach((label, row) => {
    if (labelShown(row, layout.rowStep, layout.rowsLook, null))
      stack.add({ ...named(label, layout), x: layout.left - 8, y: top + (row + 0.5) * layout.high + layout.font * 0.35, anchor: 'end' })
  })
  parts.columnLabels.forEach((label, column) => {
    if (!labelShown(column, layout.columnStep, layout.columnsLook, null)) return
    const x = layout.left + (column + 0.5) * layout.cell
    stack.add(
      layout.columnsLook === 'flat'
        ? { ...named(label, layout), x, y: top - 8, anchor: 'middle' }
        : { ...named(label, layout), x: x + 3, y: top - 5, turn: -SLANT },
    )
  })
}

function named(label: AxisLabel, layout: MapLayout): Extract<Mark, { is: 'text' }> {
  const letters = [...visibleText(label.text)]
  const text = letters.length > layout.most ? `${letters.slice(0, layout.most - 1).join('')}…` : letters.join('')
  return { is: 'text', x: 0, y: 0, text, face: label.special ? 'sans' : 'mono', size: layout.font, fill: label.special ? 'ink-3' : 'ink-2' }
}

function numbers(
  stack: Stack,
  layout: MapLayout,
  places: Float32Array,
  columns: number,
  scale: Scale,
  write: (place: number) => string | null,
): void {
  places.forEach((place, index) => {
    const text = Number.isNaN(place) ? null : write(index)
    if (text === null) return
    const [row, column] = [Math.floor(index / columns), index % columns]
    stack.add({
      is: 'text',
      x: layout.left + (column + 0.5) * layout.cell,
      y: stack.y + layout.top + (row + 0.5) * layout.high + 4.5,
      text,
      face: 'mono',
      size: 12,
      anchor: 'middle',
      fill: { scale: scale.kind, place, ink: true },
    })
  })
}

function strip(stack: Stack, panel: AttentionPanel, heads: NonNullable<AttentionPanel['heads']>, queries: number, width: number): void {
  const columns = panel.tokens.length
  const perRow = Math.min(heads.count, Math.max(1, Math.floor((width + 4) / 24)))
  const tile = Math.min(48, Math.floor((width + 4) / perRow) - 4)
  const picture = tile - 4
  const size = queries * columns
  const places = placesOf(panel.scale, heads.values, columns)
  stack.y += 9
  for (let head = 0; head < heads.count; head++) {
    const x = (head % perRow) * (tile + 4)
    const y = stack.y + Math.floor(head / perRow) * (tile + 18)
    const chosen = head === panel.head
    stack.add(
      { is: 'rect', x: x + 1, y: y - 1, width: picture + 2, height: picture + 2, stroke: chosen ? 'glass' : 'line' },
      {
        is: 'pixels',
        x: x + 2,
        y,
        rows: queries,
        columns,
        cell: picture / columns,
        high: picture / queries,
        gap: 0,
        scale: panel.scale.kind,
        places: places.subarray(head * size, (head + 1) * size),
      },
      {
        is: 'text',
        x: x + 2 + picture / 2,
        y: y + picture + 14,
        text: `${panel.layer}.${head}`,
        face: 'sans',
        size: 10.5,
        anchor: 'middle',
        strong: chosen,
        fill: chosen ? 'ink' : 'ink-3',
      },
    )
  }
  stack.y += Math.ceil(heads.count / perRow) * (tile + 18)
}

export function sceneOfHeadGrid(panel: HeadGridPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const tile = full ? 40 : panel.maps ? 26 : 16
  const gap = panel.maps ? (full ? 5 : 3) : 0
  const step = tile + gap
  const stack = started(panel, options, 16 + panel.heads * step)
  for (let head = 0; head < panel.heads; head++)
    stack.add({ ...tick(String(head)), x: 16 + head * step + tile / 2, y: stack.y + 10, anchor: 'middle' })
  stack.y += 14
  const places = placesOf(panel.scale, panel.maps?.values ?? panel.values ?? new Float32Array(0), panel.maps?.columns ?? panel.heads)
  for (let layer = 0; layer < panel.layers; layer++) {
    stack.add({ ...tick(String(layer)), x: 5, y: stack.y + tile / 2 + 4, anchor: 'middle' })
    for (let head = 0; head < panel.heads; head++) stack.add(...headMarks(panel, places, layer, head, 16 + head * step, stack.y, tile))
    stack.y += step
  }
  return finished(panel, options, stack)
}

function headMarks(panel: HeadGridPanel, places: Float32Array, layer: number, head: number, x: number, y: number, tile: number): Mark[] {
  const chosen = panel.chosen?.[0] === layer && panel.chosen[1] === head
  const at = layer * panel.heads + head
  if (!panel.maps) {
    const frame: Mark[] = chosen ? [{ is: 'rect', x, y, width: tile, height: tile, stroke: 'glass' }] : []
    return [
      {
        is: 'pixels',
        x,
        y,
        rows: 1,
        columns: 1,
        cell: tile,
        high: tile,
        gap: 1,
        scale: panel.scale.kind,
        places: places.subarray(at, at + 1),
      },
      ...frame,
    ]
  }
  const { rows, columns } = panel.maps
  const inner = tile >= 30 ? tile - 8 : tile - 2
  const inset = (tile - inner) / 2
  const size = rows * columns
  return [
    { is: 'rect', x: x + 0.5, y: y + 0.5, width: tile - 1, height: tile - 1, radius: 2, fill: 'case', stroke: chosen ? 'glass' : 'line' },
    {
      is: 'pixels',
      x: x + inset,
      y: y + inset,
      rows,
      columns,
      cell: inner / columns,
      high: inner / rows,
      gap: 0,
      scale: panel.scale.kind,
      places: places.subarray(at * size, (at + 1) * size),
    },
  ]
}

const tick = (text: string): Extract<Mark, { is: 'text' }> => ({ is: 'text', x: 0, y: 0, text, face: 'sans', size: 10.5, fill: 'ink-3' })
