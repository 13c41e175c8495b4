/* Some of the columns, and the values of one as columns of their own: a row for each case, a column for each setting. */
import { canonicalJson } from '../../graph/hash'
import type { Json } from '../../graph/json'
import { NodeFailure } from '../../graph/states'
import { printNumber, type TableValue } from '../../values'
import { columnAt } from '../columns'

export function onlyColumns(table: TableValue, names: readonly string[]): TableValue {
  if (names.length === 0) return table
  const places = names.map((name) => columnAt(table, name, 'columns'))
  return { columns: places.map((at) => table.columns[at]!), rows: table.rows.map((row) => places.map((at) => row[at]!)) }
}

const MOST_COLUMNS = 500

/** Rows that agree in all other columns become one. */
export function spread(table: TableValue, by: string, value: string): TableValue {
  if (by === '' && value === '') return table
  if (by === '' || value === '')
    throw new NodeFailure(
      'half-spread',
      by === '' ? `${value} has no column to be spread by.` : `What stands under the values of ${by} is not said.`,
      {
        port: by === '' ? 'spread' : 'value',
        hint: 'Name both: spread: setting, value: score.',
      },
    )
  const [across, of] = [columnAt(table, by, 'spread'), columnAt(table, value, 'value')]
  const same = table.columns.flatMap((_, at) => (at === across || at === of ? [] : [at]))
  const heads = [...new Map(table.rows.map((row) => [canonicalJson(row[across]!), row[across]!])).entries()]
  if (heads.length > MOST_COLUMNS)
    throw new NodeFailure('too-many', `${by} has ${heads.length} values; at most ${MOST_COLUMNS} become columns.`, { port: 'spread' })
  const places = new Map(heads.map(([key], at) => [key, at]))
  const groups = new Map<string, { readonly own: readonly Json[]; readonly cells: (Json | undefined)[] }>()
  for (const row of table.rows) {
    const own = same.map((at) => row[at]!)
    const key = canonicalJson(own)
    const group = groups.get(key) ?? { own, cells: heads.map(() => undefined) }
    groups.set(key, group)
    const at = places.get(canonicalJson(row[across]!))!
    if (group.cells[at] !== undefined)
      throw new NodeFailure('two-values', `Two rows with ${by} ${headName(row[across]!)} agree in everything else; only one value fits.`, {
        port: 'spread',
        hint: 'Keep a column that tells them apart, or summarise them first.',
      })
    group.cells[at] = row[of]!
  }
  const { type, unit } = table.columns[of]!
  const taken = new Set(same.map((at) => table.columns[at]!.name))
  const named = heads.map(([, head]) => {
    const name = headName(head)
    return { name: taken.has(name) ? `${by} ${name}` : name, type, ...(unit === undefined ? {} : { unit }) }
  })
  return {
    columns: [...same.map((at) => table.columns[at]!), ...named],
    rows: [...groups.values()].map(({ own, cells }) => [...own, ...cells.map((cell) => cell ?? null)]),
  }
}

const headName = (value: Json): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? printNumber(value) : value === null ? 'missing' : canonicalJson(value)
