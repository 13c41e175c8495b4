/* Sheet nodes as React Flow wants them: fixed sizes and handles up front, so nothing is measured and nothing jumps. */
import { Position } from '@xyflow/react'
import { heightOf, portPlace } from './measure'
import type { SheetNode } from './model'
import type { CaseNode } from './NodeCase'

const HIT = 24

export function flowNode(node: SheetNode, selected: boolean, before: CaseNode | undefined): CaseNode {
  const still = before && before.data.node === node
  if (still && before.selected === selected) return before
  return {
    id: node.id,
    type: 'case',
    position: { x: node.x, y: node.y },
    data: still ? before.data : { node },
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
