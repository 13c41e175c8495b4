/* Marks of heat maps and of grids of heads. */
import { large, significant } from '../numbers'
import type { AxisLabels, HeadGridPanel, HeatPanel } from '../panels'
import { plainName } from '../pieces'
import { located, makers, sentenceOf, type MarkDescription, type MarkPlace, type Words } from './description'

export function describeHeat(panel: HeatPanel, [row = 0, column = 0]: MarkPlace): MarkDescription {
  const value = panel.values[row * panel.columns.count + column]!
  const from = panel.window ?? { row: 0, column: 0 }
  const words: Words[] = [...along(panel.rows, row, from.row), { text: ', ' }, ...along(panel.columns, column, from.column)]
  if (Number.isNaN(value)) return { words, sentence: `${sentenceOf(words)} does not exist` }
  const scale = panel.scale.kind === 'diverging' ? `±${large(panel.scale.high)}` : `${large(panel.scale.low)} to ${large(panel.scale.high)}`
  return {
    words,
    sentence: sentenceOf(words, large(value)),
    ...located(
      panel.source,
      panel.rows.count === 1 && openAxes(panel) === 1 ? [from.column + column] : [from.row + row, from.column + column],
    ),
    value: large(value),
    full: significant(value),
    rows: [{ name: 'Scale', value: panel.scale.clipped ? `${scale}, clipped beyond` : scale }, ...makers(panel)],
  }
}

const openAxes = (panel: HeatPanel): number => panel.source?.slice.filter((entry) => entry === null).length ?? 2

/** A place along an axis in words: `position 9 girl`, `dim 4`. Brushing follows rows and columns whose labels are pieces. */
function along(axis: AxisLabels, place: number, from: number): Words[] {
  const label = axis.labels?.[place]
  const position = from + place
  if (label === undefined) return [{ text: axis.name ? `${axis.name} ${position}` : String(position) }]
  if (!axis.pieces) return [{ text: axis.name && !Number.isNaN(Number(label)) ? `${axis.name} ${label}` : label }]
  return [...(axis.name ? [{ text: `${axis.name} ${position} ` }] : []), { text: plainName(label), piece: true, token: position }]
}

export function describeHead(panel: HeadGridPanel, [layer = 0, head = 0]: MarkPlace): MarkDescription {
  const name: Words = { text: `Head ${layer}.${head}` }
  if (panel.maps) {
    const { rows, columns, values } = panel.maps
    const size = rows * columns
    const start = (layer * panel.heads + head) * size
    let best = -1
    for (let place = 0; place < size; place++)
      if (best < 0 || values[start + place]! > values[start + best]! || Number.isNaN(values[start + best]!)) best = place
    const value = values[start + best]!
    const words: Words[] = [name, { text: `, strongest at row ${Math.floor(best / columns)}, column ${best % columns}` }]
    return {
      words,
      sentence: sentenceOf(words, large(value)),
      ...located(panel.source, [layer, head, Math.floor(best / columns), best % columns]),
      value: large(value),
      full: significant(value),
      rows: makers(panel),
    }
  }
  const value = panel.values?.[layer * panel.heads + head] ?? NaN
  if (Number.isNaN(value)) return { words: [name], sentence: `${name.text} has no value yet` }
  return {
    words: [name],
    sentence: sentenceOf([name], large(value)),
    ...located(panel.source, [layer, head]),
    value: large(value),
    full: significant(value),
    rows: makers(panel),
  }
}
