/* Where an arrow key leads: along wires to the left and right, to what stands above and below in the same reach. */
import type { SheetNode, SheetWire } from './model'
import { heightOf } from './measure'

export type Direction = 'left' | 'right' | 'up' | 'down'

export function neighbour(nodes: readonly SheetNode[], wires: readonly SheetWire[], id: string, direction: Direction): string | null {
  const here = nodes.find((node) => node.id === id)
  if (!here) return null
  const known = new Map(nodes.map((node) => [node.id, node]))
  if (direction === 'right')
    return nearest(
      here,
      ids(
        wires.filter((wire) => wire.from.node === id).map((wire) => wire.to.node),
        known,
      ),
    )
  if (direction === 'left')
    return nearest(
      here,
      ids(
        wires.filter((wire) => wire.to.node === id).map((wire) => wire.from.node),
        known,
      ),
    )
  const side = direction === 'up' ? -1 : 1
  return nearest(
    here,
    nodes.filter((node) => node.id !== id && side * (middle(node) - middle(here)) > 0),
    3,
  )
}

const ids = (names: readonly string[], known: ReadonlyMap<string, SheetNode>): readonly SheetNode[] =>
  names.flatMap((name) => known.get(name) ?? [])
const middle = (node: SheetNode): number => node.y + heightOf(node) / 2

/** `weight`: how much sideways distance counts against distance up and down. */
function nearest(here: SheetNode, others: readonly SheetNode[], weight = 1): string | null {
  let best: { readonly id: string; readonly away: number } | null = null
  for (const other of others) {
    const away = weight * Math.abs(other.x - here.x) + Math.abs(middle(other) - middle(here))
    if (!best || away < best.away) best = { id: other.id, away }
  }
  return best?.id ?? null
}
