/* A text: of one line, or of any length where the schema or its place says so. */
'use client'
import { TextPlace } from '../text'
import { TextField } from '../ui'
import { lookOf } from './schema'
import type { InnerProps } from './inner-props'
import { useTyped } from './use-typed'

export function TextControl({ schema, value, label, bare, refusal, refusalId, onChange }: InnerProps) {
  const [typed, type, flush] = useTyped(typeof value === 'string' ? value : '', (text) => void onChange(text))
  if (bare || lookOf(schema) === 'long-text') {
    return <TextPlace value={typed} label={label} {...(bare ? {} : { growFrom: 2 })} onChange={type} onBlur={flush} />
  }
  return (
    <TextField
      value={typed}
      label={label}
      mono
      invalid={refusal !== null}
      describedBy={refusal ? refusalId : ''}
      unit={schema.unit ?? ''}
      onChange={type}
      onCommit={flush}
    />
  )
}
