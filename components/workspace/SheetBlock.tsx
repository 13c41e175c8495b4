/* A graph block on the page: observed while it is not far from the viewport, drawn as a sheet or, on a phone, as a list. */
'use client'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { Sheet, SheetList } from '../canvas'
import { usePhone, useSession, type GraphBlock } from './hooks'
import { BlockTools } from './Prose'
import { usePage } from './room'

const NO_NODES: readonly string[] = []

interface SheetBlockProps {
  readonly block: GraphBlock
  readonly look?: 'list' | 'sheet'
}

export const SheetBlock = memo(function SheetBlock({ block, look }: SheetBlockProps) {
  const session = useSession()
  const { models, actions, live, selection } = usePage()
  const phone = usePhone()
  const place = useRef<HTMLDivElement>(null)
  const near = useNear(place)
  const ids = block.entries.map((entry) => entry.id).join(' ')
  useEffect(() => (near && ids ? session.observe(ids.split(' ')) : undefined), [session, near, ids])
  const doors = useMemo(() => actions.sheet(block.name), [actions, block.name])
  const model = models.get(block.id)
  const mine = useMine(selection, block)
  if (!model) return null
  const asList = look ? look === 'list' : phone
  return (
    <div ref={place} className="sheet-place" data-block={block.id} data-sheet={block.name}>
      {asList ? (
        <SheetList model={model} live={live} actions={doors} near={near} />
      ) : (
        <Sheet
          model={model}
          live={live}
          actions={doors}
          selection={mine}
          near={near}
          tools={<BlockTools block={block} />}
          onRename={(to) => actions.apply([{ op: 'rename-sheet', sheet: block.name, to }], `Renamed ${block.name} to ${to}`)}
        />
      )}
    </div>
  )
})

/** The part of the selection that stands here; one list for as long as it is the same. */
function useMine(selection: readonly string[], block: GraphBlock): readonly string[] {
  const key = selection.filter((id) => block.entries.some((entry) => entry.id === id)).join(' ')
  return useMemo(() => (key ? key.split(' ') : NO_NODES), [key])
}

/** Within a screen of the viewport. */
function useNear(place: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const root = element.closest('.page, .phone-scroll')
    const watch = new IntersectionObserver((entries) => setNear(entries.some((entry) => entry.isIntersecting)), {
      root,
      rootMargin: '60% 0px',
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [place])
  return near
}
