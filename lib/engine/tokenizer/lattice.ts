/* All pieces that fit into a word, and the best ways through them: what Unigram chose from. The first way is the one that `encode` takes. */
import type { LatticeEdge, LatticePath, WordSteps } from './trace-types'

/** Where pieces are looked up. */
export interface PieceSource {
  readonly unknownScore: number
  /** Every piece that begins at `start`, shortest first; says whether the single character is one. */
  eachPiece(word: string, start: number, width: number, offer: (end: number, id: number, score: number) => void): boolean
  requireUnknown(word: string, at: number): number
}

const PATHS = 8

/** The best ways to reach a place, best first; each goes back over `edge` to the `way`-th of the place where that begins. */
interface Way {
  readonly score: number
  readonly edge: number
  readonly way: number
}

function edgesOf(model: PieceSource, word: string): LatticeEdge[] {
  const edges: LatticeEdge[] = []
  for (let start = 0; start < word.length;) {
    const width = word.codePointAt(start)! > 0xffff ? 2 : 1
    const push = (end: number, id: number, score: number, unknown = false): void => {
      edges.push({ range: [start, end], token: word.slice(start, end), id, score, unknown })
    }
    const single = model.eachPiece(word, start, width, push)
    if (!single) push(start + width, model.requireUnknown(word, start), model.unknownScore, true)
    start += width
  }
  return edges
}

/** Of equal scores the one that came first stays first, as in the walk of `encode`. */
function keep(ways: Way[], way: Way): void {
  let at = ways.length
  while (at > 0 && way.score > ways[at - 1]!.score) at--
  if (at >= PATHS) return
  ways.splice(at, 0, way)
  if (ways.length > PATHS) ways.pop()
}

function pathTo(waysAt: readonly Way[][], edges: readonly LatticeEdge[], last: Way): LatticePath {
  const path: number[] = []
  for (let way = last; way.edge >= 0; way = waysAt[edges[way.edge]!.range[0]]![way.way]!) path.push(way.edge)
  return { edges: path.reverse(), score: last.score }
}

export function lattice(model: PieceSource, word: string): WordSteps {
  const edges = edgesOf(model, word)
  const waysAt: Way[][] = Array.from({ length: word.length + 1 }, () => [])
  waysAt[0]!.push({ score: 0, edge: -1, way: -1 })
  edges.forEach(({ range: [from, to], score }, edge) => {
    waysAt[from]!.forEach((before, way) => keep(waysAt[to]!, { score: score + before.score, edge, way }))
  })
  return { kind: 'lattice', edges, paths: waysAt[word.length]!.map((way) => pathTo(waysAt, edges, way)) }
}
