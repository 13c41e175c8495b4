/* A param that is data of some shape of its own (records, mixed lists): written as JSON, taken when it can be read. */
'use client'
import { useState } from 'react'
import { TextPlace } from '../text'
import type { InnerProps } from './inner-props'
import type { Plain } from './schema'

export function DataControl({ schema, value, label, onChange }: InnerProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [unread, setUnread] = useState<string | null>(null)
  const plainText = schema.anyOf?.some((part) => part.type === 'string') ?? false
  const good = plainText && typeof value === 'string' ? value : JSON.stringify(value, null, 1)
  const leave = () => {
    if (typed === null) return
    const read = readData(typed, plainText)
    setUnread(read.ok ? null : read.why)
    if (read.ok && onChange(read.value)) setTyped(null)
  }
  return (
    <span className="data-control">
      <TextPlace value={typed ?? good} label={label} growFrom={2} onChange={setTyped} onBlur={leave} />
      {unread && <span className="refusal">{unread}</span>}
    </span>
  )
}

type Reading = { readonly ok: true; readonly value: Plain } | { readonly ok: false; readonly why: string }
function readData(text: string, plainText: boolean): Reading {
  try {
    return { ok: true, value: JSON.parse(text) as Plain }
  } catch {
    if (plainText) return { ok: true, value: text }
    return { ok: false, why: 'This cannot be read as JSON: strings stand in double quotes, lists in [ ], records in { }.' }
  }
}
