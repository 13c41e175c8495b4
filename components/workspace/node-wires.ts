/* The wires that end at one node, with the port they end at; entries end at `param.name`. Sources are as written: plain. */
import type { Ref } from '../../lib/graph/graph'
import type { KindCard } from '../../lib/session/types'
import type { GraphNode } from './document-types'

export interface PlainWire {
  readonly from: Ref
  readonly port: string
  /** Its source stands in the node's own body. */
  readonly inside: boolean
}

export function plainWires(node: GraphNode, region?: KindCard['region']): readonly PlainWire[] {
  const inputs = Object.entries(node.inputs).flatMap(([port, refs]) => refs.map((from) => ({ from, port, inside: false })))
  const params = Object.entries(node.paramWires).map(([port, from]) => ({
    from,
    port,
    inside: region?.insideParams.includes(port) ?? false,
  }))
  const entries = Object.entries(node.entryWires ?? {}).flatMap(([param, wires]) =>
    Object.entries(wires).flatMap(([name, refs]) =>
      refs.map((from) => ({ from, port: `${param}.${name}`, inside: region?.entries[param]?.from === 'inside' })),
    ),
  )
  return [...inputs, ...params, ...entries]
}
