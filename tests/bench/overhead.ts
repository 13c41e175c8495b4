/* What the reactive runtime costs besides the nodes' own work: long chains and wide fans of nodes that add one number. */
import { Runtime } from '../../lib/graph/runtime'
import { Count, plainKind } from '../../lib/graph/testing'
import type { Graph, GraphNode } from '../../lib/graph/graph'
import { z } from '../../lib/graph/zod'
import { median } from './speed'

const add = plainKind({
  kind: 'add',
  inputs: { a: Count.input('').optional() },
  outputs: { count: Count.output('') },
  params: z.object({ more: z.number().default(0) }),
  compute: ({ a }, { more }) => ({ count: (a ?? 0) + more }),
})

type Shape = 'chain' | 'fan'

function graph(shape: Shape, nodes: number, root: number): Graph {
  const all = new Map<string, GraphNode>()
  for (let i = 0; i < nodes; i++) {
    const from = shape === 'chain' ? i - 1 : 0
    const inputs: GraphNode['inputs'] = i === 0 ? {} : { a: [{ node: `n${from}`, port: 'count' }] }
    all.set(`n${i}`, { id: `n${i}`, kind: 'add', version: 1, params: { more: i === 0 ? root : 1 }, paramWires: {}, inputs })
  }
  return all
}

export interface Overhead {
  /** Microseconds a node: everything computed for the first time. */
  readonly first: number
  /** The same after a change at the root. */
  readonly again: number
  /** Milliseconds until `setGraph` returns after that change: all descendants are marked. */
  readonly marking: number
}

export async function measureOverhead(shape: Shape, nodes: number, repeats: number): Promise<Overhead> {
  const first: number[] = []
  const again: number[] = []
  const marking: number[] = []
  for (let i = 0; i < repeats; i++) {
    const runtime = new Runtime({ kinds: () => add, services: {}, clock: () => performance.now() })
    const started = performance.now()
    runtime.setGraph(graph(shape, nodes, 1), 0)
    runtime.observe(graph(shape, nodes, 1).keys())
    await runtime.settled()
    first.push(((performance.now() - started) * 1000) / nodes)
    const changed = graph(shape, nodes, 2)
    const edited = performance.now()
    runtime.setGraph(changed, 0)
    marking.push(performance.now() - edited)
    await runtime.settled()
    again.push(((performance.now() - edited) * 1000) / nodes)
    runtime.dispose()
  }
  return { first: median(first), again: median(again), marking: median(marking) }
}
