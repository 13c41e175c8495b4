/* Columns by their names, and cells as formulas read them. */
import { closest } from '../graph/closest'
import { canonicalJson } from '../graph/hash'
import type { Json } from '../graph/json'
import { NodeFailure } from '../graph/states'
import type { TableValue } from '../values'
import type { Plain } from './expression-functions'

/** The place of a column; a name that is none is told with what is close to it. */
export function columnAt({ columns }: Pick<TableValue, 'columns'>, name: string, port: string): number {
  const at = columns.findIndex((column) => column.name === name)
  if (at >= 0) return at
  const names = columns.map((column) => column.name)
  const near = closest(name, names)
  throw new NodeFailure('no-column', `There is no column ${name}.`, {
    port,
    hint: near.length > 0 ? `Close to it: ${near.join(', ')}.` : `There are ${names.slice(0, 12).join(', ') || 'none'}.`,
  })
}

/** Data is compared as it is printed. */
export const plainOf = (cell: Json): Plain => {
  if (cell === null || typeof cell === 'number' || typeof cell === 'string') return cell
  return typeof cell === 'boolean' ? Number(cell) : canonicalJson(cell)
}
