/* Places for nodes that have none: columns by how far a node is from the start of its wires, on the 8-pixel grid. */
import { graphOf } from './graph-of'
import { wiresOf } from './wires'
import type { GraphNode } from '../graph/graph'
import type { Notebook } from './types'

type Place = readonly [number, number]
export interface Size {
  readonly width: number
  readonly height: number
}

const GRID = 8
/** Between columns, wires need room to turn; between rows a breath. In steps of the grid. */
const COLUMN_GAP = 8
const ROW_GAP = 4

/** A place for every node of every sheet: what the file says, and for the rest columns below what is placed. */
export function placesOf(notebook: Notebook, sizeOf: (node: GraphNode) => Size): Readonly<Record<string, Place>> {
  const graph = graphOf(notebook)
  const given = notebook.blocks.find((block) => block.type === 'layout')?.places ?? {}
  const places = Object.create(null) as Record<string, Place>
  for (const block of notebook.blocks) {
    if (block.type !== 'graph') continue
    const nodes = block.entries.flatMap((entry) => graph.get(entry.id) ?? [])
    const free: GraphNode[] = []
    let bottom = 0
    for (const node of nodes) {
      const place = Object.hasOwn(given, node.id) ? given[node.id] : undefined
      if (!place) free.push(node)
      else {
        places[node.id] = place
        bottom = Math.max(bottom, place[1] + steps(sizeOf(node).height) + ROW_GAP)
      }
    }
    Object.assign(places, inColumns(free, sizeOf, bottom))
  }
  return places
}
const steps = (pixels: number): number => Math.ceil(pixels / GRID)

function inColumns(nodes: readonly GraphNode[], sizeOf: (node: GraphNode) => Size, top: number): Record<string, Place> {
  const columns = new Map<number, GraphNode[]>()
  const depth = depths(nodes)
  for (const node of nodes) {
    const column = depth.get(node.id) ?? 0
    columns.set(column, [...(columns.get(column) ?? []), node])
  }
  const places: Record<string, Place> = {}
  let left = 0
  for (const column of [...columns.keys()].sort((a, b) => a - b)) {
    const members = columns.get(column) ?? []
    let row = top
    for (const node of members) {
      places[node.id] = [left, row]
      row += steps(sizeOf(node).height) + ROW_GAP
    }
    left += Math.max(...members.map((node) => steps(sizeOf(node).width))) + COLUMN_GAP
  }
  return places
}

/** The longest way from a node without sources among these nodes; a circle's nodes count from where the walk entered. */
function depths(nodes: readonly GraphNode[]): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const depth = new Map<string, number>()
  for (const root of nodes) {
    const calls: { id: string; sources: string[] }[] = []
    const enter = (id: string) => {
      const node = byId.get(id)
      if (!node || depth.has(id)) return
      depth.set(id, 0)
      calls.push({
        id,
        sources: wiresOf(node)
          .map((wire) => wire.from.node)
          .filter((source) => byId.has(source)),
      })
    }
    enter(root.id)
    for (let call = calls.at(-1); call; call = calls.at(-1)) {
      const next = call.sources.find((source) => !depth.has(source))
      if (next !== undefined) {
        enter(next)
        continue
      }
      depth.set(call.id, Math.max(0, ...call.sources.map((source) => (depth.get(source) ?? 0) + 1)))
      calls.pop()
    }
  }
  return depth
}
