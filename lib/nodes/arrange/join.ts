/* Rows of two tables side by side, by a column that both have. */
import { canonicalJson } from '../../graph/hash'
import type { Json } from '../../graph/json'
import { NodeFailure } from '../../graph/states'
import type { TableValue } from '../../values'
import { columnAt } from '../columns'

const MOST_ROWS = 1_000_000

/** Every row stays; one without a match has nothing in the new columns, one with several stands there as often. */
export function joined(table: TableValue, other: TableValue | undefined, key: string): TableValue {
  if (!other) throw new NodeFailure('empty', 'has a key, and needs with', { port: 'with' })
  if (key === '')
    throw new NodeFailure('no-key', 'Two tables are joined by a column that both have, and none is named.', {
      port: 'key',
      hint: shared(table, other),
    })
  const own = columnAt(table, key, 'key')
  const theirs = columnAt(other, key, 'key')
  const matches = new Map<string, (readonly Json[])[]>()
  for (const row of other.rows) {
    const at = canonicalJson(row[theirs]!)
    matches.set(at, [...(matches.get(at) ?? []), without(row, theirs)])
  }
  const nothing: readonly Json[] = other.columns.slice(1).map(() => null)
  const rows = table.rows.flatMap((row) => {
    const found = row[own] === null ? [nothing] : (matches.get(canonicalJson(row[own]!)) ?? [nothing])
    return found.map((more) => [...row, ...more])
  })
  if (rows.length > MOST_ROWS)
    throw new NodeFailure('too-many', `The join would have ${rows.length} rows; ${MOST_ROWS} is the most.`, {
      port: 'key',
      hint: 'Join by a column that names each row once.',
    })
  return {
    columns: [...table.columns, ...without(other.columns, theirs).map((column) => ({ ...column, name: free(column.name, table) }))],
    rows,
  }
}

const without = <Item>(list: readonly Item[], place: number): Item[] => list.filter((_, at) => at !== place)

/** A name that both have is told apart. */
const free = (name: string, { columns }: TableValue): string =>
  columns.some((column) => column.name === name) ? free(`${name} (with)`, { columns, rows: [] }) : name

function shared({ columns }: TableValue, other: TableValue): string {
  const both = columns.map(({ name }) => name).filter((name) => other.columns.some((column) => column.name === name))
  return both.length > 0 ? `Both have ${both.join(', ')}.` : 'They have no column of the same name.'
}
