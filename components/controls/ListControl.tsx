/* A list of words or numbers: one row each, a row can be taken out, a new one added below. */
'use client'
import { useState } from 'react'
import { Button, IconButton, TextField } from '../ui'
import { readNumber } from './check'
import type { InnerProps } from './inner-props'
import type { Plain } from './schema'

export function ListControl({ schema, value, label, refusal, refusalId, onChange }: InnerProps) {
  const rows = Array.isArray(value) ? (value as readonly Plain[]) : []
  const numbers = schema.items?.type === 'number' || schema.items?.type === 'integer'
  const replace = (index: number, text: string) => {
    const item: Plain = numbers ? (readNumber(text) ?? text) : text
    onChange(rows.map((row, at) => (at === index ? item : row)))
  }
  return (
    <span className="list-control" role="group" aria-label={label}>
      {rows.map((row, index) => (
        <span className="list-row" key={index}>
          <Row
            value={String(row)}
            label={`${label}, entry ${index + 1}`}
            invalid={refusal !== null}
            describedBy={refusalId}
            onCommit={(text) => replace(index, text)}
          />
          <IconButton icon="x" small label={`Remove entry ${index + 1}`} onClick={() => onChange(rows.filter((_, at) => at !== index))} />
        </span>
      ))}
      <Button look="plain" icon="plus" onClick={() => onChange([...rows, numbers ? 0 : ''])}>
        Add an entry
      </Button>
    </span>
  )
}

interface RowProps {
  readonly value: string
  readonly label: string
  readonly invalid: boolean
  readonly describedBy: string
  readonly onCommit: (text: string) => void
}
function Row({ value, label, invalid, describedBy, onCommit }: RowProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const commit = () => {
    if (typed !== null) onCommit(typed)
    setTyped(null)
  }
  return (
    <TextField
      value={typed ?? value}
      label={label}
      mono
      invalid={invalid}
      describedBy={invalid ? describedBy : ''}
      onChange={setTyped}
      onCommit={commit}
    />
  )
}
