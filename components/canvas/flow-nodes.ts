/* Sheet nodes as React Flow wants them: fixed sizes and handles up front, so nothing is measured and nothing jumps. */
import { Position } from '@xyflow/react'
import { heightOf, portPlace } from './measure'
import type { SheetNode } from './model'
import type { CaseNode } from './NodeCase'

const HIT = 24

const made = new WeakMap<SheetNode, Map<boolean, CaseNode>>()

/** One object for each node and state of selection, so that React Flow sees what did not change. */
export function flowNode(node: SheetNode, selected: boolean): CaseNode {
  const known = made.get(node) ?? new Map<boolean, CaseNode>()
  made.set(node, known)
  const flow = known.get(selected) ?? makeNode(node, selected, known.get(!selected))
  known.set(selected, flow)
  return flow
}

function makeNode(node: SheetNode, selected: boolean, twin: CaseNode | undefined): CaseNode {
  return {
    id: node.id,
    type: node.frame ? 'frame' : 'case',
    position: node.within ?? { x: node.x, y: node.y },
    ...(node.parent === undefined ? {} : { parentId: node.parent }),
    ...(node.frame ? { dragHandle: '.node-head, .node-plate', zIndex: 0 } : { zIndex: 1 }),
    data: twin?.data ?? { node },
    width: node.width,
    height: heightOf(node),
    selected,
    handles: [...handles(node, 'in'), ...handles(node, 'out')],
    ariaLabel: `${node.title}, ${node.id}`,
    focusable: true,
  }
}

const handles = (node: SheetNode, side: 'in' | 'out') =>
  (side === 'in' ? node.inputs : node.outputs).map((port) => {
    const at = portPlace(node, side, port.name) ?? { x: 0, y: 0 }
    return {
      id: `${side}:${port.name}`,
      type: side === 'in' ? ('target' as const) : ('source' as const),
      position: side === 'in' ? Position.Left : Position.Right,
      x: at.x - HIT / 2,
      y: at.y - HIT / 2,
      width: HIT,
      height: HIT,
    }
  })
