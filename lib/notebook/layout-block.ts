/* The layout block: `id: [column, row]`, one a line, sorted by id. Lines that are not understood keep their bytes. */
import { isBlank, lineEndOf, splitLines, withoutEnd } from './lines'
import { nameFault } from './names'
import type { LayoutBlock, Problem } from './types'

type Place = readonly [number, number]
type Row = { readonly id: string | null; readonly source: string }

const ROW = /^\s*([A-Za-z][A-Za-z0-9_-]*(?:\/[A-Za-z][A-Za-z0-9_-]*)?): *\[ *(-?\d{1,6}) *, *(-?\d{1,6}) *\]\s*$/

/** Reads the block's text, fences included. */
export function readLayout(id: string, text: string): LayoutBlock {
  const lines = splitLines(text).slice(1, -1)
  const places = Object.create(null) as Record<string, Place>
  const problems: Problem[] = []
  const rows = lines.map((source, at): Row => {
    const line = withoutEnd(source)
    if (isBlank(source) || line.trimStart().startsWith('#')) return { id: null, source }
    const [, name = '', column = '', row = ''] = ROW.exec(line) ?? []
    const fault = rowFault(name, places, line)
    if (fault) {
      problems.push({
        line: at + 2,
        column: 1,
        code: 'bad-place',
        message: fault,
        hint: 'A place is written `id: [column, row]`, in whole steps of the grid.',
      })
      return { id: null, source }
    }
    places[name] = [Number(column), Number(row)]
    return { id: name, source }
  })
  return { type: 'layout', id, places, source: text, line: 1, rows, ...(problems.length > 0 ? { problems } : {}) }
}
function rowFault(name: string, places: Record<string, Place>, line: string): string | null {
  if (name === '') return `\`${line.trim().slice(0, 60)}\` is not a place.`
  const fault = name
    .split('/')
    .map(nameFault)
    .find((said) => said !== null)
  if (fault) return `\`${name}\` ${fault}.`
  return Object.hasOwn(places, name) ? `\`${name}\` has two places.` : null
}

export const layoutText = (places: Readonly<Record<string, Place>>, end = '\n'): string => {
  const ids = Object.keys(places).sort(byCode)
  const rows = ids.map((id) => rowText(id, places[id] ?? [0, 0]) + end)
  return ['```layout', end, ...rows, '```'].join('')
}
const rowText = (id: string, [column, row]: Place): string => `${id}: [${column}, ${row}]`
const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The block's text with one place set, or taken away with null. Other lines keep their bytes. */
export function withPlace(block: LayoutBlock, id: string, place: Place | null): string {
  const text = block.source ?? layoutText(block.places)
  const rows = [...(block.rows ?? readLayout(block.id, text).rows ?? [])]
  const end = lineEndOf(text)
  const at = rows.findIndex((row) => row.id === id)
  if (at >= 0) rows.splice(at, 1, ...(place ? [{ id, source: rowText(id, place) + end }] : []))
  else if (place) rows.splice(sortedIndex(rows, id), 0, { id, source: rowText(id, place) + end })
  const lines = splitLines(text)
  return [lines[0] ?? '', ...rows.map((row) => row.source), lines.at(-1) ?? ''].join('')
}
/** Before the first row whose id sorts behind, else below the last row. */
function sortedIndex(rows: readonly Row[], id: string): number {
  const behind = rows.findIndex((row) => row.id !== null && byCode(row.id, id) > 0)
  if (behind >= 0) return behind
  return rows.findLastIndex((row) => row.id !== null) + 1 || rows.length
}
