/* What only a value tells of params: how many layers and heads the model at hand has, and what a question holds back. */
import type { Json } from '../../lib/graph/json'
import type { NodeView } from '../../lib/session/types'

/** Layers and heads end where the model's do: the panel says which params choose them and how many there are. */
export function boundedBy(schema: Json, panels: NodeView['panels']): Json {
  const { properties } = (schema ?? {}) as { readonly properties?: Readonly<Record<string, Json>> }
  const bounds = panels.flatMap((panel): readonly (readonly [string, number])[] => {
    if (panel.panel !== 'attention') return []
    const layer = panel.layerParam && panel.layers ? [[panel.layerParam, panel.layers - 1] as const] : []
    const head = panel.headParam && panel.heads ? [[panel.headParam, panel.heads.count - 1] as const] : []
    return [...layer, ...head]
  })
  if (!properties || bounds.length === 0) return schema
  const bounded = Object.fromEntries(bounds.map(([name, maximum]) => [name, { ...(properties[name] as object), maximum }]))
  return { ...(schema as object), properties: { ...properties, ...bounded } }
}

/** Params that would give away what a question asks, until it is answered or passed. */
export const heldBack = (panels: NodeView['panels']): readonly string[] =>
  panels.some((panel) => panel.panel === 'card' && panel.canPass && !panel.choices?.some((choice) => choice.right !== undefined))
    ? ['options']
    : []
