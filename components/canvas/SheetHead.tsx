/* The 30 px over a sheet: its name (a click edits it), how many nodes, the zoom, and what can be done with the whole. */
'use client'
import { useStore } from '@xyflow/react'
import { useState, type ReactNode } from 'react'
import { IconButton } from '../ui'
import { Crumbs } from './Crumbs'
import type { Crumb } from './sheet-props'

interface SheetHeadProps {
  readonly name: string
  readonly count: number
  readonly full: boolean
  readonly onRename: (name: string) => void
  readonly onAdd: () => void
  readonly onFrame: () => void
  readonly onTidy: () => void
  readonly onFull: () => void
  readonly crumbs?: readonly Crumb[]
  readonly tools?: ReactNode
}

export function SheetHead({ name, count, full, onRename, onAdd, onFrame, onTidy, onFull, crumbs = [], tools }: SheetHeadProps) {
  const zoom = useStore((store) => Math.round(100 * store.transform[2]))
  return (
    <div className="sheet-head">
      {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
      <SheetName name={name} onRename={onRename} />
      <span>{count === 1 ? '1 node' : `${count} nodes`}</span>
      <span className="grow" />
      <span className="zoom">{zoom} %</span>
      <IconButton icon="plus" small label="Add a node" keys="⇥" onClick={onAdd} />
      <IconButton icon="fullscreen" small label="Frame all" keys="F" onClick={onFrame} />
      <IconButton icon="network" small label="Tidy" keys="⇧ L" onClick={onTidy} />
      <IconButton icon="maximize" small label={full ? 'Back to the page' : 'Full screen'} onClick={onFull} aria-pressed={full} />
      {tools}
    </div>
  )
}

function SheetName({ name, onRename }: { readonly name: string; readonly onRename: (name: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null)
  if (typed === null) {
    return (
      <button type="button" className="sheet-name" title="Rename" onClick={() => setTyped(name)}>
        {name || 'sheet'}
      </button>
    )
  }
  const leave = () => {
    const next = typed.trim()
    setTyped(null)
    if (next && next !== name) onRename(next)
  }
  return (
    <input
      className="sheet-name"
      autoFocus
      aria-label="Name of the sheet"
      value={typed}
      size={Math.max(6, typed.length)}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') leave()
        if (event.key === 'Escape') setTyped(null)
      }}
    />
  )
}
