/* Marks of tables, differences and cards: what stands there, with its place. */
import type { Json } from '../../graph/json'
import { significant, withUnit } from '../numbers'
import type { CardPanel, DiffPanel, TablePanel } from '../panels'
import { located, makers, sentenceOf, type MarkDescription, type MarkPlace, type Words } from './description'

export function describeEntry(panel: TablePanel, [row = 0, column = 0]: MarkPlace): MarkDescription {
  const head = panel.columns[column]
  const value = panel.rows[row]?.[column] ?? null
  if (!head) return { words: [], sentence: '' }
  const words: Words[] = [{ text: `${head.name}, row ${row + (panel.first ?? 0)}${isLit(panel, row, column) ? ', taken' : ''}` }]
  return {
    words,
    sentence: sentenceOf(words, entryText(value, head)),
    ...located(panel.source, [row + (panel.first ?? 0), column]),
    value: entryText(value, head),
    ...(typeof value === 'number' ? { full: significant(value) } : {}),
    rows: makers(panel),
  }
}

/** Whether a cell, or its whole row, is what is taken. */
export const isLit = ({ lit }: TablePanel, row: number, column: number): boolean =>
  lit !== undefined && lit[0] === row && (lit[1] === null || lit[1] === column)

/** What a table's cell says: numbers with their unit, truth values in words, nothing as a dash. */
export function entryText(value: Json, column: Pick<TablePanel['columns'][number], 'type' | 'unit'>): string {
  if (value === null) return '–'
  if (column.type === 'yes/no') return value === true || value === 1 ? 'yes' : value === false || value === 0 ? 'no' : String(value)
  if (typeof value === 'number') return withUnit(value, column.unit)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const CHANGES = { same: 'in both', removed: 'only in the first', added: 'only in the second' } as const

export function describeChange(panel: DiffPanel, [place = 0]: MarkPlace): MarkDescription {
  const part = panel.parts[place]
  if (!part) return { words: [], sentence: '' }
  const words: Words[] = [{ text: part.text.trim() || '‘ ’', piece: true }, { text: ` is ${CHANGES[part.change]}` }]
  return { words, sentence: sentenceOf(words), rows: makers(panel) }
}

export function describeFact(panel: CardPanel, [place = 0]: MarkPlace): MarkDescription {
  const row = panel.rows?.[place]
  const words: Words[] = [{ text: row?.name ?? panel.heading ?? '' }]
  return {
    words,
    sentence: sentenceOf(words, row?.value),
    ...(row ? { value: row.value } : {}),
    ...located(panel.source, []),
    rows: makers(panel),
  }
}
