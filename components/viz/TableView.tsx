/* Rows and columns: numbers to the right, pieces in mono with their spaces shown, the count of what is not listed. */
'use client'
import { useMemo } from 'react'
import { whole } from '../../lib/viz/numbers'
import { entryText, isLit } from '../../lib/viz/marks/tables'
import type { TablePanel } from '../../lib/viz/panels'
import type { PanelProps } from './actions'
import { columnsThatFit, columnWidths, type ColumnWish } from './column-widths'
import { Figure } from './Figure'
import { Piece } from './Piece'
import { useOpenMark } from './useMarkOf'

const NODE_ROWS = 12

export function TableView(props: PanelProps<TablePanel>) {
  const { panel, size = 'node', height } = props
  const most = size === 'full' ? panel.rows.length : height === undefined ? NODE_ROWS : Math.max(1, Math.floor((height - 40) / 20))
  return (
    <Figure {...props}>
      <Grid panel={panel} most={most} room={size === 'full' ? null : props.width} />
    </Figure>
  )
}

interface GridProps {
  readonly panel: TablePanel
  readonly most: number
  /** In px; null where it may be as wide as it likes. */
  readonly room: number | null
}
function Grid({ panel, most, room }: GridProps) {
  const wishes = useMemo(() => wishesOf(panel, most), [panel, most])
  const columns = room === null ? panel.columns : panel.columns.slice(0, columnsThatFit(wishes, room))
  const widths = useMemo(() => (room === null ? null : columnWidths(wishes.slice(0, columns.length), room)), [wishes, columns.length, room])
  const unseen = panel.columns.length - columns.length
  const open = useOpenMark()
  const hidden = panel.total - (panel.first ?? 0) - Math.min(most, panel.rows.length)
  return (
    <>
      {panel.first ? <div className="vz-more">{whole(panel.first)} rows before</div> : null}
      <table className={widths ? 'vz-table is-tight' : 'vz-table'}>
        {widths && (
          <colgroup>
            {widths.map((width, place) => (
              <col key={place} style={{ width }} />
            ))}
          </colgroup>
        )}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={column.type === 'number' ? 'is-number' : undefined}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {panel.rows.slice(0, most).map((row, at) => (
            <tr key={at}>
              {columns.map((column, place) => {
                const text = entryText(row[place] ?? null, column)
                const isOpen = open?.place[0] === at && open.place[1] === place
                return (
                  <td
                    key={column.name}
                    data-mark={`${at},${place}`}
                    className={`${column.type === 'number' ? 'is-number' : ''}${column.pieces ? ' mono' : ''}${isOpen ? ' is-open' : ''}${isLit(panel, at, place) ? ' is-lit' : ''}`}
                  >
                    {column.pieces ? <Piece text={text} /> : text}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {(hidden > 0 || unseen > 0) && <div className="vz-more">{moreWords(hidden, unseen)}</div>}
    </>
  )
}

const counted = (count: number, what: string): string => `${whole(count)} more ${count === 1 ? what : `${what}s`}`
const moreWords = (rows: number, columns: number): string =>
  [...(rows > 0 ? [counted(rows, 'row')] : []), ...(columns > 0 ? [counted(columns, 'column')] : [])].join(', ')

/** Pieces are set in mono, a little wider. */
const MONO = 1.2

const wishesOf = (panel: TablePanel, most: number): readonly ColumnWish[] =>
  panel.columns.map((column, place) => ({
    letters: Math.max(
      column.name.length,
      ...panel.rows.slice(0, most).map((row) => entryText(row[place] ?? null, column).length * (column.pieces ? MONO : 1)),
    ),
    isNumber: column.type === 'number',
  }))
