/* The nodes of a region's body, with their exact bytes and as the graph that runs once for each iteration. */
import type { Graph, GraphNode } from '../graph/graph'
import { LIMITS } from './limits'
import { indentOf, isBlank, withoutEnd } from './lines'
import { nameFault } from './names'
import { readSheet, type RawField, type RawNode } from './sheet'
import { standIn } from './stand-in'
import type { BodyEntries, KindLookup, NodeEntry, Problem } from './types'
import { ValueProblem } from './value'

/** What reading a sheet hands from node to node: ids used so far are added to `taken`. */
export interface Around {
  readonly kinds: KindLookup
  readonly taken: Set<string>
  /** Regions around the node. */
  readonly depth: number
}
export interface Reading {
  readonly entry: NodeEntry
  readonly problems: readonly Problem[]
}

export interface Body {
  readonly entries: BodyEntries
  readonly graph: Graph
  readonly problems: readonly Problem[]
}

export function readBody(field: RawField, { kinds, taken, depth }: Around, readEntry: (raw: RawNode, around: Around) => Reading): Body {
  if (depth >= LIMITS.regions)
    throw new ValueProblem(field.line, field.column, 'too-large', `Regions nest deeper than ${LIMITS.regions} levels.`)
  const first = field.below.find((line) => !isBlank(line) && !line.trimStart().startsWith('#'))
  const margin = first === undefined ? field.indent + 2 : indentOf(withoutEnd(first))
  const sheet = readSheet(field.below, { margin, line: field.line + 1 })
  const problems: Problem[] = [...sheet.problems]
  const entries: NodeEntry[] = []
  const graph = new Map<string, GraphNode>()
  for (const raw of sheet.nodes) {
    if (taken.size >= LIMITS.nodes)
      throw new ValueProblem(field.line, field.column, 'too-large', `The notebook has more than ${LIMITS.nodes} nodes.`)
    const second = taken.has(raw.id)
    const { entry, problems: own } = readEntry(raw, { kinds, taken, depth: depth + 1 })
    entries.push(entry)
    problems.push(...own)
    if (!second && nameFault(entry.id) === null) graph.set(entry.id, entry.node ?? standIn(entry))
  }
  const open = field.source.slice(0, field.source.length - field.below.join('').length)
  return { entries: { open, entries, tail: sheet.tail }, graph, problems }
}
