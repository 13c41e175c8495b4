/* What kinds of documents share: several types as Documents, what could not be read as a panel, a short name for a text. */
import type { Boxed } from '../graph/port-type'
import { NodeFailure } from '../graph/states'
import { oneOf } from '../graph/one-of'
import { Documents, TablePort, Text, textDocuments, type DocumentsValue, type TableValue, type TextValue } from '../values'
import type { TextPanel } from '../viz/panels'
import { show } from '../viz/show'

/** A port for texts in whatever form they come. */
export const Texts = oneOf(Text, Documents, TablePort)

/** A text is one document, a row of a table is one, Documents are themselves. */
export function documentsFrom({ type, value }: Boxed, port: string): DocumentsValue {
  if (type.name === 'documents') return value as DocumentsValue
  if (type.name === 'table') return rowsOf(value as TableValue, port)
  const text = value as TextValue
  return text === '' ? textDocuments([], ['The text is empty.']) : textDocuments([{ id: '0', text, name: 'text' }])
}

/** The column named text, else the first that holds texts. */
function rowsOf({ columns, rows }: TableValue, port: string): DocumentsValue {
  const named = columns.findIndex(({ name }) => name === 'text')
  const at = named >= 0 ? named : columns.findIndex(({ type }) => type === 'text')
  if (at < 0)
    throw new NodeFailure(
      'no-text-column',
      `The table has no column of texts; its columns: ${columns.map(({ name }) => name).join(', ')}.`,
      {
        port,
        hint: 'Name one of them text.',
      },
    )
  const texts = rows.map((row, place) => ({
    id: String(place),
    text: String(row[at] ?? ''),
    name: `row ${place}`,
    metadata: Object.fromEntries(columns.flatMap(({ name }, column) => (column === at ? [] : [[name, row[column] ?? null]]))),
  }))
  return textDocuments(texts)
}

/** Why a kind has nothing to work on. */
export const nothingIn = (value: DocumentsValue): string => value.problems[0] ?? 'There are no documents.'

/** What was left out, a sentence a line; no panel where nothing was. */
export function problemPanels(problems: readonly string[]): TextPanel[] {
  return problems.length > 0 ? [show.text(problems.map((text, at) => ({ text: `${at > 0 ? '\n' : ''}${text}`, tone: 'quiet' })))] : []
}

/** The beginning of a text on one line. */
export function label(text: string, most = 22): string {
  const line = text
    .slice(0, most * 4)
    .replace(/\s+/g, ' ')
    .trim()
  const letters = [...line]
  return letters.length > most
    ? `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : line
}
