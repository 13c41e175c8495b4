/* The shell of a node on a sheet: head, port rows, a body of fixed height, foot. Thin, always there, rendered only when its own node changes. */
'use client'
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react'
import { memo, useContext, type MouseEvent } from 'react'
import { PortShape } from '../viz/PortShape'
import { Icon } from '../ui'
import { Level, Near, useLiveFact, useRoom } from './context'
import { heightOf, rowsOf } from './measure'
import type { SheetNode, SheetPort } from './model'
import { NodeBody } from './NodeBody'
import { NodeFoot } from './NodeFoot'
import { NodeHead, StateGlyph } from './NodeHead'
import { stateWords } from './words'

export type CaseNode = Node<{ readonly node: SheetNode }, 'case' | 'frame'>

export const NodeCase = memo(function NodeCase({ data, selected }: NodeProps<CaseNode>) {
  const { node } = data
  const level = useContext(Level)
  const near = useContext(Near)
  const state = useLiveFact(node.id, (view) => view?.state ?? 'empty')
  const words = useLiveFact(node.id, stateWords)
  const known = useLiveFact(node.id, (view) => view !== null)
  return (
    <section
      className={`node is-${known ? state : 'unknown'} ${selected ? 'selected' : ''} at-${level}`}
      style={{ width: node.width, height: heightOf(node) }}
      data-node={node.id}
      data-kind={node.kind}
      data-state={known ? state : 'empty'}
      aria-label={`${node.title}, ${node.id}: ${words}`}
    >
      {level === 'whole' || level === 'figure' ? (
        <NodeHead node={node} glyph={level === 'figure'} />
      ) : (
        <Plate node={node} words={level === 'plate'} />
      )}
      <Ports node={node} named={level === 'whole'} />
      {(level === 'whole' || level === 'figure') && (
        <div className="node-body" style={{ height: node.body }}>
          {near && <NodeBody node={node} width={node.width - 22} />}
        </div>
      )}
      {level === 'whole' && <NodeFoot node={node} />}
    </section>
  )
})

function Plate({ node, words }: { readonly node: SheetNode; readonly words: boolean }) {
  return (
    <div className="node-plate">
      {words && <Icon name={node.icon} />}
      {words && <b>{node.title}</b>}
      <StateGlyph id={node.id} />
    </div>
  )
}

function Ports({ node, named }: { readonly node: SheetNode; readonly named: boolean }) {
  return (
    <div className="ports">
      {Array.from({ length: rowsOf(node) }, (_, row) => (
        <div key={row}>
          <PortEnd node={node.id} port={node.inputs[row]} side="in" named={named} />
          <PortEnd node={node.id} port={node.outputs[row]} side="out" named={named} />
        </div>
      ))}
    </div>
  )
}

interface PortEndProps {
  readonly node: string
  readonly port: SheetPort | undefined
  readonly side: 'in' | 'out'
  readonly named: boolean
}
function PortEnd({ node, port, side, named }: PortEndProps) {
  const { openPort } = useRoom()
  if (!port) return <span />
  const open = (event: MouseEvent) => openPort(node, side, port.name, { x: event.clientX, y: event.clientY })
  const list = side === 'in' && port.arity === 'many'
  return (
    <span className={`port-end ${side} ${port.streams ? 'streams' : ''}`}>
      <Handle
        id={`${side}:${port.name}`}
        type={side === 'in' ? 'target' : 'source'}
        position={side === 'in' ? Position.Left : Position.Right}
        className={`port-hit ${side}`}
        title={`${port.name}: ${port.type.replaceAll('|', ' or ')}. ${port.doc}`}
        onClick={open}
      >
        <PortShape type={port.type} stream={port.streams} list={false} rim />
      </Handle>
      {named && (
        <span className="port-name">
          {port.name}
          {list && '…'}
        </span>
      )}
    </span>
  )
}
