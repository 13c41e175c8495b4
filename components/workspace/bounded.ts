/* Bounds of params that only a value tells: how many layers and heads the model at hand has. */
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
