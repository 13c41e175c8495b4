/* `vitrine run --sweep node.param=a,b,c`: the notebook once for each point of the product, as one table. */
import { readParamText } from '../notebook'
import type { Json } from '../graph/json'
import type { Notebook, Operation } from '../notebook/types'
import { kindLookup } from '../nodes/lookup'
import type { NodeView } from '../session/types'
import { refused } from './command'
import type { Evaluated } from './notebook-run'

export interface SweepAxis {
  readonly id: string
  readonly param: string
  readonly values: readonly string[]
}

/** A slip must not start a million runs. */
const MOST_POINTS = 10_000

/** `heat.value=0,0.5,1` or `heat.value=0..1 by 0.25`. */
export function readSweeps(sweeps: readonly string[]): readonly SweepAxis[] {
  const axes = sweeps.map((sweep): SweepAxis => {
    const [, id = '', param = '', text = ''] = /^([^.=]+)\.([^.=]+)=([\s\S]+)$/.exec(sweep) ?? []
    if (id === '') throw refused(`--sweep takes node.param=a,b,c or node.param=0..1 by 0.1, not “${sweep}”.`)
    return { id, param, values: rangeOf(text) ?? text.split(',').map((value) => value.trim()) }
  })
  const points = axes.reduce((product, axis) => product * axis.values.length, 1)
  if (points > MOST_POINTS) throw refused(`These axes make ${points} points; at most ${MOST_POINTS} are run.`)
  return axes
}

/** Ends included. Values are counted from the start, so that errors do not add up. */
function rangeOf(text: string): readonly string[] | null {
  const found = /^([-+]?[\d.]*\d(?:e[-+]?\d+)?)\.\.([-+]?[\d.]*\d(?:e[-+]?\d+)?)(?: by ([-+]?[\d.]*\d(?:e[-+]?\d+)?))?$/i.exec(text.trim())
  if (!found) return null
  const [from, to, by] = [Number(found[1]), Number(found[2]), found[3] === undefined ? 1 : Number(found[3])]
  if (![from, to, by].every(Number.isFinite)) return null
  if (by === 0 || (to - from) / by < 0) throw refused(`The range ${text} never arrives.`)
  const count = Math.floor((to - from) / by + 1e-9) + 1
  if (count > MOST_POINTS) throw refused(`The range ${text} has ${count} values; at most ${MOST_POINTS} are run.`)
  return Array.from({ length: count }, (_, at) => String(Number((from + at * by).toPrecision(12))))
}

export interface Point {
  readonly values: readonly Json[]
  readonly operations: readonly Operation[]
}
/** The product, the last axis changing first. */
export function pointsOf(axes: readonly SweepAxis[], notebook: Notebook, kindOf: (id: string) => string | undefined): readonly Point[] {
  let points: Point[] = [{ values: [], operations: [] }]
  for (const { id, param, values } of axes) {
    const kind = kindOf(id)
    const facts = kind === undefined ? undefined : kindLookup.kind(kind)
    if (!facts) throw refused(`--sweep ${id}.${param}: there is no node ${id} in “${notebook.title}”.`)
    const read = values.map((text) => readParamText(facts, param, text))
    points = points.flatMap((point) =>
      read.map((value) => ({
        values: [...point.values, value],
        operations: [...point.operations, { op: 'set-param' as const, id, param, value }],
      })),
    )
  }
  return points
}

export interface SweepRow {
  readonly point: Point
  readonly views: ReadonlyMap<string, NodeView>
}
/** A column for each axis, then one for each number or text that a node gave, or that was asked for. */
export function sweepTable(axes: readonly SweepAxis[], rows: readonly SweepRow[], wanted: ReadonlySet<string> | null): Json {
  const names = new Set<string>()
  for (const { views } of rows)
    for (const [id, view] of views)
      for (const [port, output] of Object.entries(view.outputs)) {
        const name = `${id}.${port}`
        if (wanted ? wanted.has(name) || wanted.has(id) : isScalar(output.json) && !axes.some((axis) => axis.id === id)) names.add(name)
      }
  const cell = ({ views }: SweepRow, name: string): Json => {
    const dot = name.lastIndexOf('.')
    const view = views.get(name.slice(0, dot))
    // a node that failed still shows its last good value, which is another point's
    return plain((view?.state === 'fresh' ? view.outputs[name.slice(dot + 1)]?.json : undefined) ?? null)
  }
  return {
    columns: [...axes.map((axis) => `${axis.id}.${axis.param}`), ...names],
    axes: axes.map((axis) => `${axis.id}.${axis.param}`),
    rows: rows.map((row) => [...row.point.values, ...[...names].map((name) => cell(row, name))]),
  }
}
/** A number with its unit is its value. */
const plain = (value: Json): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'value' in value
    ? (value as { readonly value: Json }).value
    : value
const isScalar = (value: Json): boolean => {
  const inner = plain(value)
  return typeof inner === 'number' || (typeof inner === 'string' && inner.length <= 200)
}

export function tableText(table: Json): string {
  const { columns, rows } = table as { readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }
  const said = (value: Json): string => (typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : JSON.stringify(value))
  const lines = [columns, ...rows.map((row) => row.map(said))]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)))
  return (
    lines
      .map((line) =>
        line
          .map((text, at) => text.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n') + '\n'
  )
}

/** Runs every point on one evaluator, so that what a point shares with another is computed once. */
export async function runPoints(
  evaluated: Pick<Evaluated, 'headless'>,
  points: readonly Point[],
  ids?: readonly string[],
): Promise<readonly SweepRow[]> {
  const rows: SweepRow[] = []
  for (const point of points) {
    evaluated.headless.change(point.operations)
    rows.push({ point, views: await evaluated.headless.run(ids) })
  }
  return rows
}
