/* Makes pieces of the flat graph, or keeps the earlier ones where they hold. */
import { Sink, type Fragment } from './piece'
import type { Scope } from './scope'
import type { Expanding } from './work'

export type Fill = (work: Expanding) => void

interface About {
  readonly tag?: string
  readonly scope?: () => Scope
}

/** A piece within the one that is being filled: the earlier one where it still holds. */
export function child(work: Expanding, key: string, fill: Fill, about: About = {}): Fragment {
  const before = work.out.earlier(key)
  const holds = before !== undefined && before.tag === (about.tag ?? '') && work.keeps(key)
  const piece = holds ? before : filled({ ...work, path: [...work.path, key] }, key, fill, before, about)
  work.out.children.push(piece)
  return piece
}

export function filled(work: Omit<Expanding, 'out'>, key: string, fill: Fill, before: Fragment | undefined, about: About = {}): Fragment {
  const out = new Sink(work.takesOver(key) ? before : undefined)
  work.counts.expanded++
  fill({ ...work, out })
  const { nodes, parts, broken, children } = out
  return { key, tag: about.tag ?? '', nodes, parts, broken, children, scope: about.scope?.() }
}
