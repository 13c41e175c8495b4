/* Putting a model into a node, and finding the nodes that name one. */
'use client'
import { useCallback } from 'react'
import { useToast } from '../../ui'
import { useSession, type Notebook } from '../hooks'
import { usePage } from '../room'

/** Ids of nodes whose `source` is this. */
export const nodesWithSource = (notebook: Notebook, source: string): readonly string[] =>
  modelNodes(notebook).flatMap((node) => (node.params.source === source ? [node.id] : []))

/** Nodes of the sheets that open a model. */
export const modelNodes = (notebook: Notebook) =>
  notebook.blocks.flatMap((block) =>
    block.type === 'graph' ? block.entries.flatMap(({ node }) => (node?.kind === 'model' ? [node] : [])) : [],
  )

/** Writes the source into the node; where it stands there already, the node tries again. */
export function useModel(): (node: string, source: string) => void {
  const session = useSession()
  const { actions } = usePage()
  const say = useToast()
  return useCallback(
    (node, source) => {
      const same = nodesWithSource(session.notebook(), source).includes(node)
      const refused = same ? null : actions.setParam(node, 'source', source)
      if (refused) say({ words: refused, tone: 'error' })
      else if (same) session.run([node])
    },
    [session, actions, say],
  )
}
