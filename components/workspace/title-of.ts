/* What a node is called: its kind, a preset where its params are those of one, the definition where it stands for one. */
import type { Json } from '../../lib/graph/json'
import type { KindCard } from '../../lib/session/types'

interface Titled {
  readonly kind: string
  readonly params: Readonly<Record<string, Json>>
}

/** A preset's name where the params are a preset's: Softmax for an operation whose op is softmax. */
export function titleOf(card: KindCard | undefined, node: Titled): string {
  if (!card) return node.kind
  const used = card.definition === undefined ? undefined : node.params[card.definition]
  if (typeof used === 'string' && used !== '') return used
  const fits = card.presets.find(
    ({ params }) =>
      Object.keys(params).length > 0 &&
      Object.entries(params).every(([name, value]) => JSON.stringify(node.params[name]) === JSON.stringify(value)),
  )
  return fits?.title ?? card.title
}
