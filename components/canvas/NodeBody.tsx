/*
 * The heavy part of a node: its own controls and the panels of its values. Mounted only near the viewport and when zoomed
 * in; it subscribes to its own view and to nothing else.
 */
'use client'
import { memo, useCallback } from 'react'
import type { Json } from '../../lib/graph/json'
import { PanelView, type PanelAction } from '../viz/Panel'
import { Control, lookOf, type ParamSchema } from '../controls'
import { useLive, useRoom } from './context'
import { heightFor, leavesLegend } from './figure-room'
import type { LiveNode, SheetNode } from './model'

interface NodeBodyProps {
  readonly node: SheetNode
  readonly width: number
  /** In a list, on a phone: as high as it needs, with cards and legends in the figure. */
  readonly list?: boolean
}

export const NodeBody = memo(function NodeBody({ node, width, list = false }: NodeBodyProps) {
  const view = useLive(node.id)
  return (
    <>
      <Inline node={node} wiredParams={view?.wiredParams} />
      <Figure node={node} view={view} width={width} list={list} />
    </>
  )
})

const Inline = memo(function Inline({ node, wiredParams }: { readonly node: SheetNode; readonly wiredParams: LiveNode['wiredParams'] }) {
  const { actions } = useRoom()
  if (node.inline.length === 0) return null
  return (
    <div className="inline-params nodrag nopan">
      {node.inline.map(({ name, schema }) => {
        const wire = node.paramWires[name]
        const incoming = wiredParams?.[name]
        return (
          <Control
            key={name}
            name={name}
            schema={schema}
            value={node.params[name]}
            wired={wire && { from: `${wire.node}.${wire.port}`, ...(incoming === undefined ? {} : { value: incoming }) }}
            context={node.id}
            bare
            named={wire === undefined && needsName(name, schema)}
            onChange={(value) => actions.setParam(node.id, name, value as Json)}
          />
        )
      })}
    </div>
  )
})

/** What stands alone and is all there is to the node says what it is: a prompt, a formula, a word chosen. Others have their names. */
const PLAIN: ReadonlySet<string> = new Set(['value', 'template', 'expression', 'files'])
const needsName = (name: string, schema: ParamSchema): boolean => !PLAIN.has(name) && !['segmented', 'select'].includes(lookOf(schema))

interface FigureProps {
  readonly node: SheetNode
  readonly view: LiveNode | null
  readonly width: number
  readonly list: boolean
}
function Figure({ node, view, width, list }: FigureProps) {
  const { actions } = useRoom()
  const act = useCallback((action: PanelAction) => actions.act(node.id, action), [actions, node.id])
  if (!view) return null
  if (view.state === 'empty') return node.inline.length > 0 ? null : <p className="node-words">{node.empty}</p>
  if (view.state === 'error') return <ErrorWords view={view} />
  if (view.panels.length === 0)
    return view.state === 'skipped' || view.state === 'disabled' ? <p className="node-words quiet">No value.</p> : null
  const legend = leavesLegend(node, view) && !list ? 'elsewhere' : 'here'
  const height = list ? undefined : heightFor(node, view)
  return (
    <div className="fig">
      {view.panels.map((panel, place) => (
        <div key={place} className="nopan nodrag panel-place">
          <PanelView
            panel={panel}
            size="node"
            width={width}
            legend={legend}
            pinned={list ? 'here' : 'elsewhere'}
            onAction={act}
            {...(height === undefined ? {} : { height })}
          />
        </div>
      ))}
    </div>
  )
}

function ErrorWords({ view }: { readonly view: LiveNode }) {
  return (
    <p className="node-words is-error" role="status">
      {view.error?.port && <b className="mono">{view.error.port} </b>}
      {view.error?.message ?? view.reason ?? 'It failed without a reason.'}
      {view.error?.hint && <span className="hint"> {view.error.hint}</span>}
    </p>
  )
}
