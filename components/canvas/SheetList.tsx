/* A sheet read as a list, for small screens: nodes in the order in which values flow, joined by stubs of wire. */
'use client'
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { PortShape } from '../viz/PortShape'
import { Icon } from '../ui'
import { Room, useLiveFact, type SheetRoom } from './context'
import type { LiveNodes, SheetActions, SheetModel, SheetNode } from './model'
import { NodeBody } from './NodeBody'
import { NodeFoot } from './NodeFoot'
import { portColour } from './port-colour'
import { readingOrder } from './order'
import { footWords, stateWords } from './words'

interface SheetListProps {
  readonly model: SheetModel
  readonly live: LiveNodes
  readonly actions: SheetActions
  readonly near: boolean
}

export function SheetList({ model, live, actions, near }: SheetListProps) {
  const room = useMemo<SheetRoom>(() => ({ live, actions, openPort: () => undefined }), [live, actions])
  const order = useMemo(() => readingOrder(model.nodes, model.wires), [model])
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
        <b>{model.name || 'sheet'}</b>
        <span className="quiet">{model.nodes.length === 1 ? '1 node' : `${model.nodes.length} nodes`}</span>
      </div>
      <div ref={place}>
        <Room.Provider value={room}>
          {order.map(({ node, stub }, index) => (
            <ListCase key={node.id} node={node} stub={index > 0 ? stub : null} width={width} near={near} />
          ))}
        </Room.Provider>
      </div>
    </section>
  )
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
        <span className="id">{foot}</span>
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
