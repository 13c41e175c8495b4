/* A graph block on the page: observed while it is not far from the viewport, drawn as a sheet or, on a phone, as a list. */
'use client'
import { memo, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { Sheet, SheetList } from '../canvas'
import { BlockTools } from './BlockTools'
import { usePhone, useSession, type GraphBlock } from './hooks'
import { usePage, useSheetModel } from './room'
import { useSpot } from './spot'

interface SheetBlockProps {
  readonly block: GraphBlock
  readonly look?: 'list' | 'sheet'
  readonly label?: string
}

export const SheetBlock = memo(function SheetBlock({ block: { id, name, entries }, look, label }: SheetBlockProps) {
  const session = useSession()
  const { actions, live, selection } = usePage()
  const phone = usePhone()
  const place = useRef<HTMLDivElement>(null)
  const near = useNear(place)
  const ids = entries.map((entry) => entry.id).join(' ')
  useEffect(() => (near && ids ? session.observe(ids.split(' ')) : undefined), [session, near, ids])
  const doors = useMemo(() => actions.sheet(name), [actions, name])
  const model = useSheetModel(id)
  const known = useMemo(() => new Set(ids.split(' ')), [ids])
  // As text, so that a selection elsewhere renders nothing here.
  const mine = useSpot(selection, (all) => all.filter((each) => known.has(each)).join(' '))
  const chosen = useMemo(() => (mine ? mine.split(' ') : []), [mine])
  const tools = useMemo(() => <BlockTools id={id} />, [id])
  const rename = useMemo(
    () => (to: string) => void actions.apply([{ op: 'rename-sheet', sheet: name, to }], `Renamed ${name} to ${to}`),
    [actions, name],
  )
  if (!model) return null
  const asList = look ? look === 'list' : phone
  return (
    <div ref={place} className="sheet-place" data-block={id} data-sheet={name}>
      {asList ? (
        <SheetList model={model} live={live} actions={doors} near={near} />
      ) : (
        <Sheet
          model={model}
          live={live}
          actions={doors}
          selection={chosen}
          near={near}
          tools={tools}
          onRename={rename}
          {...(label ? { label } : {})}
        />
      )}
    </div>
  )
})

/** Within a screen of the viewport. */
function useNear(place: RefObject<HTMLElement | null>): boolean {
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
