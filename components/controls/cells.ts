/* The text of a table as cells, and back: for editing by hand. CSV alone is edited in cells; other text stays text. No React here. */

export interface Cells {
  readonly names: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Larger tables are edited as text. */
const MOST_CELLS = 2000

/** Null where the text is no plain CSV whose first line names the columns: JSON, tabs, ragged lines, open quotes. */
export function cellsOf(text: string): Cells | null {
  if (text.trim() === '') return { names: ['a', 'b'], rows: [['', '']] }
  if (/^\s*[[{]/.test(text) || text.split('\n', 1)[0]!.includes('\t')) return null
  const lines = linesOf(text)
  if (!lines) return null
  const [names, ...rows] = lines
  if (!names || names.some((name) => name.trim() === '') || names.every((name) => Number.isFinite(Number(name)))) return null
  if (rows.some((row) => row.length !== names.length) || names.length * rows.length > MOST_CELLS) return null
  return { names, rows }
}

function linesOf(text: string): string[][] | null {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at <= text.length) {
    const quoted = text[at] === '"'
    const match = quoted ? /"((?:[^"]|"")*)"/y : /[^,\r\n]*/y
    match.lastIndex = at
    const found = match.exec(text)
    if (!found) return null
    row.push(quoted ? found[1]!.replaceAll('""', '"') : found[0])
    at += found[0].length
    if (text[at] === ',') {
      at++
      continue
    }
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r') return null
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    at += text.startsWith('\r\n', at) ? 2 : 1
    if (at >= text.length) break
  }
  return rows
}

/** A line a row; a cell is quoted where it must be. */
export function textOf({ names, rows }: Cells): string {
  return [names, ...rows].map((row) => row.map(quoted).join(',')).join('\n')
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell)

export const withCell = ({ names, rows }: Cells, row: number, column: number, cell: string): Cells => ({
  names,
  rows: rows.map((own, at) => (at === row ? own.map((old, place) => (place === column ? cell : old)) : own)),
})
export const withName = ({ names, rows }: Cells, column: number, name: string): Cells => ({
  names: names.map((old, at) => (at === column ? name : old)),
  rows,
})
/** A line with nothing on it would be no row. */
export const withRow = ({ names, rows }: Cells): Cells => ({ names, rows: [...rows, names.length === 1 ? ['new'] : names.map(() => '')] })
export const withoutRow = ({ names, rows }: Cells, row: number): Cells => ({ names, rows: rows.filter((_, at) => at !== row) })
export function withColumn({ names, rows }: Cells): Cells {
  let number = names.length + 1
  while (names.includes(`column ${number}`)) number++
  return { names: [...names, `column ${number}`], rows: rows.map((row) => [...row, '']) }
}
export const withoutColumn = ({ names, rows }: Cells, column: number): Cells => ({
  names: names.filter((_, at) => at !== column),
  rows: rows.map((row) => row.filter((_, at) => at !== column)),
})
