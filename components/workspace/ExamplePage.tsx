/* A small notebook shown without its frame: an example of the catalogue. */
'use client'
import type { Session } from '../../lib/session/types'
import { SessionRoom, useNotebook } from './hooks'
import { ModelsRoom } from './models/ModelsRoom'
import { PageRoom } from './room'
import { SheetBlock } from './SheetBlock'
import { useOpenPage } from './use-open-page'

export function ExamplePage({ session, chosen }: { readonly session: Session; readonly chosen: string }) {
  return (
    <SessionRoom.Provider value={session}>
      <Sheets chosen={chosen} />
    </SessionRoom.Provider>
  )
}

function Sheets({ chosen }: { readonly chosen: string }) {
  const page = useOpenPage([chosen])
  const notebook = useNotebook()
  return (
    <PageRoom.Provider value={page}>
      {notebook.blocks.map(
        (block) => block.type === 'graph' && <SheetBlock key={block.id} block={block} label={`Example: ${notebook.title}`} />,
      )}
      <ModelsRoom />
    </PageRoom.Provider>
  )
}
