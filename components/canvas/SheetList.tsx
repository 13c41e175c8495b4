/* A sheet read as a list, for small screens: nodes in the order in which values flow, joined by stubs of wire. */
'use client'
import { Fragment, memo, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { PortShape } from '../viz/PortShape'
import { Icon } from '../ui'
import { Room, useLiveFact, type SheetRoom } from './context'
import type { LiveNodes, SheetActions, SheetModel, SheetNode } from './model'
import { Crumbs } from './Crumbs'
import { NodeBody } from './NodeBody'
import { NodeFoot } from './NodeFoot'
import { hasOwnId, NodeId, ownId } from './NodeHead'
import { portColour } from './port-colour'
import { readingOrder } from './order'
import { Scrubber } from './Scrubber'
import type { Crumb } from './sheet-props'
import { footWords, stateWords } from './words'

interface SheetListProps {
  readonly model: SheetModel
  readonly live: LiveNodes
  readonly actions: SheetActions
  readonly near: boolean
  readonly crumbs?: readonly Crumb[]
}

export function SheetList({ model, live, actions, near, crumbs = [] }: SheetListProps) {
  const room = useMemo<SheetRoom>(() => ({ live, actions, openPort: () => undefined }), [live, actions])
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(350)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const read = () => setWidth(element.clientWidth)
    read()
    const watch = new ResizeObserver(read)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return (
    <section className="sheet-list" aria-label={`Sheet ${model.name}`}>
      <div className="list-head">
        {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
        <b>{model.name || 'sheet'}</b>
        <span className="quiet">{countWords(model)}</span>
      </div>
      <div ref={place}>
        <Room.Provider value={room}>
          <Within model={model} parent={rootOf(model)} width={width} near={near} />
        </Room.Provider>
      </div>
    </section>
  )
}

const rootOf = (model: SheetModel): string | undefined => model.nodes.find((node) => node.frame?.look === 'definition')?.id
function countWords(model: SheetModel): string {
  const count = model.nodes.filter((node) => node.frame?.look !== 'definition').length
  return count === 1 ? '1 node' : `${count} nodes`
}

interface WithinProps {
  readonly model: SheetModel
  readonly parent: string | undefined
  readonly width: number
  readonly near: boolean
}
/** The nodes of one body; those of a region within it stand below it, behind a line. */
function Within({ model, parent, width, near }: WithinProps) {
  const order = useMemo(() => {
    const here = model.nodes.filter((node) => node.parent === parent && node.frame?.look !== 'definition')
    return readingOrder(here, model.wires)
  }, [model, parent])
  return order.map(({ node, stub }, index) => (
    <Fragment key={node.id}>
      <ListCase node={node} stub={index > 0 ? stub : null} width={width} near={near} />
      {node.frame && (
        <div className="list-inside" role="group" aria-label={`Inside of ${node.id}`}>
          <Scrubber id={node.id} title={node.id} />
          <Within model={model} parent={node.id} width={width - 18} near={near} />
        </div>
      )}
    </Fragment>
  ))
}

interface ListCaseProps {
  readonly node: SheetNode
  readonly stub: string | null
  readonly width: number
  readonly near: boolean
}
const ListCase = memo(function ListCase({ node, stub, width, near }: ListCaseProps) {
  const state = useLiveFact(node.id, (view) => view?.state ?? 'empty')
  const words = useLiveFact(node.id, stateWords)
  const foot = useLiveFact(node.id, (view) => {
    const { word, right } = footWords(view)
    return view?.state === 'fresh' ? (view.foot?.right ?? (view.foot?.left ? word : (right ?? ''))) : ''
  })
  const silent = state === 'fresh'
  return (
    <section
      className={`node is-${state}`}
      data-node={node.id}
      data-kind={node.kind}
      data-state={state}
      aria-label={`${node.title}, ${node.id}: ${words}`}
    >
      {stub && <Stub type={stub} />}
      <header className="node-head">
        <Icon name={node.icon} />
        <h3>{node.title}</h3>
        {hasOwnId(node) && <NodeId id={ownId(node)} />}
        <span className="said">{foot}</span>
      </header>
      <div className="node-body" style={{ minHeight: near ? undefined : node.body }}>
        {near && <NodeBody node={node} width={width - 26} list />}
      </div>
      {!silent && <NodeFoot node={node} />}
    </section>
  )
})

function Stub({ type }: { readonly type: string }) {
  return (
    <span className="stub" style={{ color: portColour(type) }} aria-hidden>
      <i />
      <PortShape type={type} rim />
    </span>
  )
}
