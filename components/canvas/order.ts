/* Nodes in the order in which values flow, and the columns this makes. Pure; ties keep the order of the file. */
import type { SheetNode, SheetWire } from './model'
import { GRID, heightOf } from './measure'

type Named = { readonly id: string }
type Link = { readonly from: { readonly node: string }; readonly to: { readonly node: string } }

/** Column of each node: one more than the furthest of those it reads. Wires that close a circle are left out. */
export function columnsOf(nodes: readonly Named[], wires: readonly Link[]): ReadonlyMap<string, number> {
  const known = new Set(nodes.map((node) => node.id))
  const sources = new Map<string, string[]>()
  for (const { from, to } of wires)
    if (known.has(from.node) && known.has(to.node)) sources.set(to.node, [...(sources.get(to.node) ?? []), from.node])
  const columns = new Map<string, number>()
  const column = (id: string, above: ReadonlySet<string>): number => {
    const ready = columns.get(id)
    if (ready !== undefined) return ready
    const path = new Set([...above, id])
    const next = (sources.get(id) ?? []).filter((source) => !path.has(source)).map((source) => column(source, path) + 1)
    const value = Math.max(0, ...next)
    columns.set(id, value)
    return value
  }
  for (const node of nodes) column(node.id, new Set())
  return columns
}

/** Topological order, and for each node the wire by which it hangs on the one before it in the list, where there is one. */
export function readingOrder(
  nodes: readonly SheetNode[],
  wires: readonly SheetWire[],
): readonly { readonly node: SheetNode; readonly stub: string | null }[] {
  const columns = columnsOf(nodes, wires)
  const sorted = nodes
    .map((node, index) => ({ node, index }))
    .sort((a, b) => (columns.get(a.node.id) ?? 0) - (columns.get(b.node.id) ?? 0) || a.index - b.index)
    .map(({ node }) => node)
  const seen = new Set<string>()
  return sorted.map((node, place) => {
    const before = sorted[place - 1]
    const reads = wires.filter((wire) => wire.to.node === node.id && seen.has(wire.from.node))
    seen.add(node.id)
    return { node, stub: (reads.find((wire) => wire.from.node === before?.id) ?? reads[0])?.type ?? null }
  })
}

/** A column goes on below this only with nodes whose wires hold them there. */
const MOST_HEIGHT = 760

/** What a page beside outline and inspector holds at the smallest scale a sheet is first seen at, with a plate at the right. */
const MOST_WIDTH = 1216
/** Wires from the line above come in at the left. */
const INDENT = 32

/**
 * Places for nodes that have none: columns 32 apart, rows 24 apart, from `left`, `top`. Nodes without wires that would make a column long
 * stand in further columns at the right; columns that would run out of the page go on below the first ones, as lines of a text do.
 */
export function placeInColumns(
  nodes: readonly SheetNode[],
  wires: readonly Link[],
  left = 16,
  top = 16,
  /** Further room under a node: plates of wires to other sheets. */
  below: (id: string) => number = () => 0,
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const columns = columnsOf(nodes, wires)
  const places = new Map<string, { readonly x: number; readonly y: number }>()
  const count = Math.max(0, ...columns.values()) + 1
  const wired = new Set(wires.flatMap(({ from, to }) => [from.node, to.node]))
  const over: SheetNode[] = []
  let x = left
  let band = top
  let bottom = top
  /** Gives those for which there was no room. */
  const stack = (here: readonly SheetNode[], mayWait: (node: SheetNode) => boolean): readonly SheetNode[] => {
    const waiting: SheetNode[] = []
    if (x > left && x + Math.max(0, ...here.map((node) => node.width)) > left + MOST_WIDTH) {
      x = left + INDENT
      band = bottom
    }
    let width = 0
    let y = band
    for (const node of here) {
      const room = Math.ceil((heightOf(node) + 24 + below(node.id)) / GRID) * GRID
      if (y > band && y + room > band + MOST_HEIGHT && mayWait(node)) {
        waiting.push(node)
        continue
      }
      places.set(node.id, { x, y })
      y += room
      width = Math.max(width, node.width)
    }
    bottom = Math.max(bottom, y)
    x += Math.ceil((width + 32) / GRID) * GRID
    return waiting
  }
  for (let column = 0; column < count; column++) {
    const here = nodes.filter((node) => columns.get(node.id) === column)
    over.push(...stack(here, (node) => !wired.has(node.id)))
  }
  for (let rest: readonly SheetNode[] = over; rest.length > 0;) rest = stack(rest, () => true)
  return places
}
