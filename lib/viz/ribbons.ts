/* A source with its chunks as pieces of text: cut wherever a chunk begins or ends, each piece with the chunks over it. */
import type { RibbonsPanel } from './panels'

export interface RibbonPiece {
  readonly text: string
  /** Places among the panel's ribbons, in their order; none where no chunk lies. */
  readonly over: readonly number[]
}

export function ribbonPieces({ text, from, ribbons }: RibbonsPanel): RibbonPiece[] {
  const end = from + text.length
  const cuts = new Set([from, end])
  for (const ribbon of ribbons) for (const at of [ribbon.start, ribbon.end]) if (at > from && at < end) cuts.add(at)
  const edges = [...cuts].sort((a, b) => a - b)
  let first = 0
  return edges.slice(0, -1).map((start, at) => {
    const over: number[] = []
    while (first < ribbons.length && ribbons[first]!.end <= start) first++
    for (let place = first; place < ribbons.length && ribbons[place]!.start <= start; place++)
      if (ribbons[place]!.end > start) over.push(place)
    return { text: text.slice(start - from, edges[at + 1]! - from), over }
  })
}

/** What is drawn on a piece: the chunk that owns it, and under it the one that says it again. */
export function ribbonLook(
  panel: RibbonsPanel,
  { over }: RibbonPiece,
): { readonly chip?: number; readonly again?: number; readonly lit: boolean } {
  const [owner, second] = over
  const hue = (place: number): number => (panel.ribbons[place]!.place % 8) + 1
  return {
    ...(owner === undefined ? {} : { chip: hue(owner) }),
    ...(second === undefined ? {} : { again: hue(second) }),
    lit: over.some((place) => panel.ribbons[place]!.lit),
  }
}
