/* The list of models on a notebook's page: opened for a node, and what arrives runs the nodes that wait for it. */
'use client'
import { useEffect } from 'react'
import { nodeOf, useNode, useSession } from '../hooks'
import { usePage } from '../room'
import { useSpot } from '../spot'
import { downloads } from './downloads'
import { ModelsDialog } from './ModelsDialog'
import { nodesWithSource, useModel } from './use-model'

export function ModelsRoom() {
  const session = useSession()
  const page = usePage()
  const shown = useSpot(page.models)
  const node = useNode(shown?.node ?? null)
  const use = useModel()
  useEffect(() => downloads.onArrival((source) => session.run(nodesWithSource(session.notebook(), source))), [session])
  if (!shown) return null
  const written = node?.params.source ?? defaultOf(node && page.card(node.kind)?.schema)
  const source = typeof written === 'string' ? written : null
  const onUse = node && nodeOf(session.notebook(), node.id) ? (next: string) => use(node.id, next) : null
  return (
    <ModelsDialog
      key={shown.node ?? ''}
      node={node?.id ?? null}
      source={source}
      asked={shown.asked}
      onUse={onUse}
      onClose={() => page.models.set(null)}
    />
  )
}

const defaultOf = (schema: unknown): unknown =>
  (schema as { readonly properties?: { readonly source?: { readonly default?: unknown } } } | null | undefined)?.properties?.source?.default
