/* Rows in groups, and what is said of each group. */
import { canonicalJson } from '../../graph/hash'
import type { Json } from '../../graph/json'
import { deriveSeed } from '../../graph/random'
import { NodeFailure } from '../../graph/states'
import { tableOf, type ColumnSpec, type TableValue } from '../../values'
import { columnAt } from '../columns'
import { bootstrap, kappa, meanOf, quantileOf, wilson, type Interval } from './statistics'

export const SHOWN = ['mean', 'interval', 'quantiles', 'count', 'most common', 'kappa'] as const
export type Shown = (typeof SHOWN)[number]

export interface Asked {
  readonly table: TableValue
  readonly by: readonly string[]
  readonly of: string
  readonly other: string
  readonly show: readonly Shown[]
  readonly seed: number
  readonly breathe: () => Promise<void>
}

interface Column {
  readonly at: number
  readonly name: string
  readonly truth: boolean
  readonly numbers: boolean
  readonly unit?: string
}

type Rows = readonly (readonly Json[])[]

/** The column asked for, else the last of numbers that is none of the groups': a sweep keeps behind its axes. */
export function columnOf({ columns }: TableValue, of: string, by: readonly string[], port: string): Column {
  const found =
    of === ''
      ? columns.findLastIndex(({ name, type }) => !by.includes(name) && (type === 'number' || type === 'yes/no'))
      : columnAt({ columns }, of, port)
  if (found < 0)
    throw new NodeFailure('no-numbers', 'The table has no column of numbers.', {
      port,
      hint: 'Name a column in of; count and most common take texts.',
    })
  const { name, type, unit } = columns[found]!
  return {
    at: found,
    name,
    truth: type === 'yes/no',
    numbers: type === 'number' || type === 'yes/no',
    ...(unit === undefined ? {} : { unit }),
  }
}

/** A row for each group, in the order in which they first appear. */
export async function summary(asked: Asked): Promise<TableValue> {
  const { table, by, show } = asked
  const places = by.map((name) => columnAt(table, name, 'by'))
  const column = columnOf(table, asked.of, by, 'of')
  const groups = new Map<string, { readonly own: readonly Json[]; readonly rows: (readonly Json[])[] }>()
  if (by.length === 0) groups.set('', { own: [], rows: [...table.rows] })
  else
    for (const row of table.rows) {
      const own = places.map((at) => row[at]!)
      const key = canonicalJson(own)
      const group = groups.get(key) ?? { own, rows: [] }
      groups.set(key, group)
      group.rows.push(row)
    }
  const specs = show.flatMap((one) => columnsFor(one, show, column))
  const rows: Json[][] = []
  for (const [key, { own, rows: group }] of groups) {
    const said: Json[] = []
    for (const one of show) said.push(...(await stated(one, show, group, column, asked, deriveSeed(asked.seed, key, one))))
    rows.push([...own, ...said])
  }
  const heads = places.map((at): ColumnSpec => [table.columns[at]!.name, table.columns[at]!.type, table.columns[at]!.unit ?? ''])
  return tableOf([...heads, ...specs.filter((spec) => spec !== null)], rows)
}

/** A mean never stands without its interval. */
const hasInterval = (one: Shown, show: readonly Shown[]): boolean => one === 'mean' || (one === 'interval' && !show.includes('mean'))

function columnsFor(one: Shown, show: readonly Shown[], column: Column): ColumnSpec[] {
  const unit = column.truth ? '%' : (column.unit ?? '')
  if (one === 'mean' || one === 'interval') {
    const ends: ColumnSpec[] = hasInterval(one, show)
      ? [
          ['low', 'number', unit],
          ['high', 'number', unit],
        ]
      : []
    return one === 'mean' ? [['mean', 'number', unit], ...ends] : ends
  }
  if (one === 'quantiles')
    return [
      ['quarter', 'number', unit],
      ['median', 'number', unit],
      ['three quarters', 'number', unit],
    ]
  if (one === 'count') return [['count', 'number']]
  if (one === 'kappa')
    return [
      ['kappa', 'number'],
      ['kappa low', 'number'],
      ['kappa high', 'number'],
    ]
  return [
    ['most common', column.truth ? 'yes/no' : column.numbers ? 'number' : 'text'],
    ['share', 'number', '%'],
  ]
}

async function stated(one: Shown, show: readonly Shown[], rows: Rows, column: Column, asked: Asked, seed: number): Promise<Json[]> {
  const cells = rows.map((row) => row[column.at]!).filter((cell) => cell !== null)
  if (one === 'count') return [cells.length]
  if (one === 'most common') return mostCommon(cells)
  if (one === 'kappa') return agreement(rows, column, asked, seed)
  const values = numbersOf(cells, column)
  if (one === 'quantiles') {
    const rising = values.toSorted()
    return values.length === 0 ? [null, null, null] : [0.25, 0.5, 0.75].map((share) => quantileOf(rising, share))
  }
  const ends = hasInterval(one, show) ? ((await intervalOf(values, column, asked, seed)) ?? [null, null]) : []
  return one === 'mean' ? [values.length === 0 ? null : meanOf(values), ...ends] : [...ends]
}

function numbersOf(cells: readonly Json[], { name, numbers }: Column): Float64Array {
  if (!numbers || cells.some((cell) => typeof cell !== 'number' && typeof cell !== 'boolean'))
    throw new NodeFailure('no-numbers', `The column ${name} holds no numbers.`, {
      port: 'of',
      hint: 'Of texts there are count and most common.',
    })
  return Float64Array.from(cells, Number)
}

async function intervalOf(values: Float64Array, { truth }: Column, { breathe }: Asked, seed: number): Promise<Interval | null> {
  if (values.length === 0) return null
  if (truth) return wilson(values.filter((value) => value !== 0).length, values.length)
  return bootstrap(values.length, (places) => mean(values, places), seed, breathe)
}

function mean(values: Float64Array, places: Uint32Array): number {
  let sum = 0
  for (let at = 0; at < places.length; at++) sum += values[places[at]!]!
  return sum / places.length
}

/** The first of those that stand there most often. */
function mostCommon(cells: readonly Json[]): Json[] {
  const counts = new Map<string, { readonly cell: Json; times: number }>()
  for (const cell of cells) {
    const key = canonicalJson(cell)
    const known = counts.get(key)
    if (known) known.times++
    else counts.set(key, { cell, times: 1 })
  }
  const [best] = [...counts.values()].toSorted((a, b) => b.times - a.times)
  return best ? [best.cell, best.times / cells.length] : [null, null]
}

async function agreement(rows: Rows, column: Column, { table, other, breathe }: Asked, seed: number): Promise<Json[]> {
  if (other === '') throw new NodeFailure('empty', 'needs and, the column that of is held against', { port: 'and' })
  const at = columnAt(table, other, 'and')
  const both = rows.filter((row) => row[column.at] !== null && row[at] !== null)
  const [first, second] = [both.map((row) => canonicalJson(row[column.at]!)), both.map((row) => canonicalJson(row[at]!))]
  if (both.length === 0) return [null, null, null]
  const all = both.map((_, place) => place)
  const ends = await bootstrap(both.length, (places) => kappa(first, second, places), seed, breathe)
  return [kappa(first, second, all), ...(ends ?? [null, null])]
}
