/* The numbers of a map as a table that only screen readers meet, up to a size that can still be listened to. */
import { pointName } from '../../lib/viz/marks/scatter'
import { large } from '../../lib/viz/numbers'
import type { AnyPanel } from '../../lib/viz/panels'
import { axisName, plainName } from '../../lib/viz/pieces'

interface Grid {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly values: Float32Array
}
const MOST_CELLS = 24 * 24

export function HiddenTable({ panel }: { readonly panel: AnyPanel }) {
  const grid = gridOf(panel)
  if (!grid || grid.values.length > MOST_CELLS) return null
  // a table ignores a width smaller than its content, so the hiding is done around it
  return (
    <div className="sr-only">
      <table>
        <thead>
          <tr>
            <td />
            {grid.columns.map((name, place) => (
              <th key={place} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((name, row) => (
            <tr key={row}>
              <th scope="row">{name}</th>
              {grid.columns.map((_, column) => {
                const value = grid.values[row * grid.columns.length + column]!
                return <td key={column}>{Number.isNaN(value) ? 'absent' : large(value)}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function gridOf(panel: AnyPanel): Grid | null {
  if (panel.panel === 'attention') {
    const names = panel.tokens.map((token) => (token.special ? axisName(token, 24).text : plainName(token.text)))
    const queries = Math.round(panel.values.length / Math.max(1, names.length))
    return { rows: names.slice(names.length - queries), columns: names, values: panel.values }
  }
  if (panel.panel === 'heat') return { rows: named(panel.rows), columns: named(panel.columns), values: panel.values }
  if (panel.panel === 'headGrid' && panel.values)
    return { rows: numbered('Layer', panel.layers), columns: numbered('Head', panel.heads), values: panel.values }
  if (panel.panel === 'scatter')
    return {
      rows: Array.from({ length: panel.points.length / 2 }, (_, place) => pointName(panel, place)),
      columns: [panel.x.name, panel.y.name],
      values: panel.points,
    }
  return null
}

const numbered = (word: string, count: number): string[] => Array.from({ length: count }, (_, place) => `${word} ${place}`)
const named = (axis: { readonly count: number; readonly name: string; readonly labels?: readonly string[] }): string[] =>
  Array.from({ length: axis.count }, (_, place) =>
    axis.labels?.[place] === undefined ? `${axis.name} ${place}` : plainName(axis.labels[place]!),
  )
