/* A region on a sheet: a wall around its nodes, what comes through it, which iteration is shown, what it made. */
'use client'
import { Handle, Position, type NodeProps } from '@xyflow/react'
import { memo, useContext, type MouseEvent } from 'react'
import { PortShape } from '../viz/PortShape'
import { Level, Near, useLiveFact, useRoom } from './context'
import { insideHeight, rowsOffset, WALL } from './frames'
import type { Frame, SheetNode, SheetPort, WallRow } from './model'
import type { CaseNode } from './NodeCase'
import { NodeBody } from './NodeBody'
import { NodeFoot } from './NodeFoot'
import { NodeHead } from './NodeHead'
import { Scrubber } from './Scrubber'
import { stateWords } from './words'

export const FrameCase = memo(function FrameCase({ data, selected }: NodeProps<CaseNode>) {
  const { node } = data
  const frame = node.frame!
  const level = useContext(Level)
  const near = useContext(Near)
  const state = useLiveFact(node.id, (view) => view?.state ?? 'empty')
  const words = useLiveFact(node.id, stateWords)
  const known = useLiveFact(node.id, (view) => view !== null)
  const region = frame.look === 'region'
  const whole = level === 'whole'
  return (
    <section
      className={`frame node is-${known && region ? state : 'unknown'} ${selected ? 'selected' : ''} at-${level} look-${frame.look}`}
      style={{ width: frame.width, height: frame.height }}
      data-node={node.id}
      data-kind={node.kind}
      data-state={known ? state : 'empty'}
      aria-label={region ? `${node.title}, ${node.id}: ${words}` : `Inside of ${node.id}`}
    >
      <NodeHead node={node} glyph={level === 'figure' && region} />
      {region && <Scrubber id={node.id} title={node.id} quiet={!whole} />}
      <div className="frame-inside" style={{ height: insideHeight(frame, node.body) }}>
        <Wall node={node} frame={frame} side="left" named={whole} />
        <Wall node={node} frame={frame} side="right" named={whole} />
      </div>
      {region && (
        <div className="node-body frame-figure" style={{ height: node.body }}>
          {near && (whole || level === 'figure') && <NodeBody node={node} width={node.width - 22} />}
        </div>
      )}
      {region && <NodeFoot node={node} />}
    </section>
  )
})

interface WallProps {
  readonly node: SheetNode
  readonly frame: Frame
  readonly side: 'left' | 'right'
  readonly named: boolean
}
function Wall({ node, frame, side, named }: WallProps) {
  return (
    <div className={`frame-wall ${side}`} style={{ width: WALL, paddingTop: rowsOffset(frame) }}>
      {frame[side].map((row) => (
        <Row key={`${row.outer?.name ?? ''}|${row.inner?.name ?? ''}`} node={node.id} row={row} side={side} named={named} />
      ))}
    </div>
  )
}

interface RowProps {
  readonly node: string
  readonly row: WallRow
  readonly side: 'left' | 'right'
  readonly named: boolean
}
function Row({ node, row, side, named }: RowProps) {
  const outside = side === 'left' ? 'in' : 'out'
  const inside = side === 'left' ? 'out' : 'in'
  return (
    <div className={row.fresh ? 'wall-row is-fresh' : 'wall-row'}>
      <WallPort node={node} port={row.outer} side={outside} place="outer" />
      {named && (
        <span className="port-name" title={row.label}>
          {row.label}
        </span>
      )}
      <WallPort node={node} port={row.inner} side={inside} place="inner" />
    </div>
  )
}

interface WallPortProps {
  readonly node: string
  readonly port: SheetPort | undefined
  readonly side: 'in' | 'out'
  readonly place: 'outer' | 'inner'
}
function WallPort({ node, port, side, place }: WallPortProps) {
  const { openPort } = useRoom()
  if (!port) return null
  const open = (event: MouseEvent) => openPort(node, side, port.name, { x: event.clientX, y: event.clientY })
  return (
    <Handle
      id={`${side}:${port.name}`}
      type={side === 'in' ? 'target' : 'source'}
      position={side === 'in' ? Position.Left : Position.Right}
      className={`port-hit ${side} at-${place}`}
      title={port.doc}
      onClick={open}
    >
      <PortShape type={port.type} stream={false} list={false} rim />
    </Handle>
  )
}
