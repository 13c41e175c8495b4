/* What a node's ports depend on besides its params: names of its entries, the definition it uses. */
import type { Definition, GraphNode } from '../graph'
import type { Wired } from './spec'

export function wiredOf({ entryWires }: { readonly entryWires?: GraphNode['entryWires'] | undefined }, definition?: Definition): Wired {
  const entries = Object.fromEntries(Object.entries(entryWires ?? {}).map(([param, wires]) => [param, Object.keys(wires)]))
  return { entries, ...(definition ? { definition: { inputs: definition.inputs, outputs: Object.keys(definition.outputs) } } : {}) }
}
