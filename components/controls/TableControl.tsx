/* The rows of a table, edited cell by cell; text that is no plain CSV, or very much of it, is edited as text. */
'use client'
import { useState } from 'react'
import { Button, IconButton, TextField } from '../ui'
import { cellsOf, textOf, withCell, withColumn, withName, withoutColumn, withoutRow, withRow, type Cells } from './cells'
import type { InnerProps } from './inner-props'
import { TextControl } from './TextControl'

export function TableControl(props: InnerProps) {
  const { value, label, onChange, bare } = props
  const [asText, setAsText] = useState(false)
  const cells = cellsOf(typeof value === 'string' ? value : '')
  const change = (next: Cells) => void onChange(textOf(next))
  return (
    <span className="table-control" role="group" aria-label={label}>
      {cells && !asText ? <Grid cells={cells} label={label} onChange={change} /> : <TextControl {...props} />}
      {!bare && cells && (
        <Button look="plain" onClick={() => setAsText(!asText)}>
          {asText ? 'Edit as cells' : 'Edit as text'}
        </Button>
      )}
    </span>
  )
}

interface GridProps {
  readonly cells: Cells
  readonly label: string
  readonly onChange: (next: Cells) => void
}

function Grid({ cells, label, onChange }: GridProps) {
  const { names, rows } = cells
  return (
    <>
      <table className="table-cells">
        <thead>
          <tr>
            {names.map((name, column) => (
              <th key={column} scope="col">
                <Cell
                  value={name}
                  label={`${label}, name of column ${column + 1}`}
                  onCommit={(text) => text.trim() !== '' && onChange(withName(cells, column, text))}
                />
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Cell
                    value={cell}
                    label={`${names[column]}, row ${at + 1}`}
                    onCommit={(text) => onChange(withCell(cells, at, column, text))}
                  />
                </td>
              ))}
              <td>
                <IconButton icon="x" small label={`Remove row ${at + 1}`} onClick={() => onChange(withoutRow(cells, at))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <span className="table-more">
        <Button look="plain" icon="plus" onClick={() => onChange(withRow(cells))}>
          Add a row
        </Button>
        <Button look="plain" icon="plus" onClick={() => onChange(withColumn(cells))}>
          Add a column
        </Button>
        {names.length > 1 && (
          <Button look="plain" icon="x" onClick={() => onChange(withoutColumn(cells, names.length - 1))}>
            Remove the last column
          </Button>
        )}
      </span>
    </>
  )
}

interface CellProps {
  readonly value: string
  readonly label: string
  readonly onCommit: (text: string) => void
}

/** Written when it is left, so that half a number never runs. */
function Cell({ value, label, onCommit }: CellProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const commit = () => {
    if (typed !== null && typed !== value) onCommit(typed)
    setTyped(null)
  }
  return <TextField value={typed ?? value} label={label} onChange={setTyped} onCommit={commit} />
}
