/* The title (a click edits it) and the label under it. */
'use client'
import { useState } from 'react'
import { useNotebookFact, useStatus, useTitle, type GraphBlock, type Notebook } from './hooks'
import { keptMembers } from './members'
import { usePage } from './room'

const graphsOf = (notebook: Notebook): readonly GraphBlock[] => notebook.blocks.filter((block) => block.type === 'graph')

export function TitleBlock() {
  const title = useTitle()
  const seed = useNotebookFact((notebook) => notebook.seed)
  const sheets = useNotebookFact((notebook) => graphsOf(notebook).length)
  const nodes = useNotebookFact((notebook) => graphsOf(notebook).reduce((sum, block) => sum + keptMembers(block).length, 0))
  const engine = useStatus()
  return (
    <div className="title-block" data-block="title">
      <Title title={title} />
      <div className="label-line">
        <span>
          {nodes === 1 ? '1 node' : `${nodes} nodes`}, {sheets === 1 ? '1 sheet' : `${sheets} sheets`}
        </span>
        <span>seed {seed}</span>
        {engine.models.map((model) => (
          <span key={model.digest}>{model.name}</span>
        ))}
      </div>
    </div>
  )
}

function Title({ title }: { readonly title: string }) {
  const { actions } = usePage()
  const [typed, setTyped] = useState<string | null>(null)
  const leave = () => {
    const next = typed?.trim()
    if (next && next !== title) actions.apply([{ op: 'set-title', title: next }], 'Changed the title')
    setTyped(null)
  }
  if (typed === null) {
    return (
      <h1 className="title">
        <button type="button" title="Edit the title" onClick={() => setTyped(title)}>
          {title}
        </button>
      </h1>
    )
  }
  return (
    <h1 className="title">
      <input
        autoFocus
        aria-label="Title"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leave()
          if (event.key === 'Escape') setTyped(null)
        }}
      />
    </h1>
  )
}
