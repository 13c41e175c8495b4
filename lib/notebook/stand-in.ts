/* A node that is not understood, as the graph shows it: what looks like a wire is drawn as one. */
import type { GraphNode, Ref } from '../graph/graph'
import { readRef } from './ref'
import type { NodeEntry } from './types'

export function standIn(entry: NodeEntry): GraphNode {
  const inputs = Object.create(null) as Record<string, readonly Ref[]>
  for (const field of entry.fields ?? []) {
    const value =
      field.source
        .trimEnd()
        .split('\n')
        .at(-1)
        ?.slice(field.column - 1)
        .trim() ?? ''
    const ref = readRef(value)
    if (ref && field.name !== '') inputs[field.name] = [ref]
  }
  const version = Number(/@(\d+)/.exec(entry.head ?? '')?.[1] ?? 1)
  return { id: entry.id, kind: entry.kind ?? '', version, params: {}, paramWires: {}, inputs }
}
