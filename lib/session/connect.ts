/* Whether a wire may be drawn in this notebook, asked with the kinds at hand. */
import { canConnect, type WireQuestion } from '../graph/connect'
import type { Graph, Ref } from '../graph/graph'
import { portsAsWritten } from '../graph/ports'
import { kindById } from '../nodes'
import { converters } from '../values'
import type { WireVerdict } from './types'

/** Ports of a node as it stands, or null where its kind is not known. */
export function portsIn(graph: Graph): WireQuestion['ports'] {
  return (id) => {
    const node = graph.get(id)
    const kind = node && kindById(node.kind)
    return node && kind ? portsAsWritten(kind, node.params) : null
  }
}

export function verdictOn(graph: Graph, from: Ref, to: Ref): WireVerdict {
  return canConnect({ graph, ports: portsIn(graph), converters, from, to })
}
