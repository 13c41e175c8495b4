/* A graph block on the page: observed while it is not far from the viewport; shows its sheet, or the inside of a use that was opened on it. */
'use client'
import { memo, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { Sheet, SheetList, type Crumb } from '../canvas'
import { BlockTools } from './BlockTools'
import { usePhone, useSession, type GraphBlock } from './hooks'
import { keptMembers, type SheetSource } from './members'
import { usePage, useSheetModel } from './room'
import { useSpot } from './spot'
import { plainId } from './wiring'

interface SheetBlockProps {
  readonly block: GraphBlock
  readonly look?: 'list' | 'sheet'
  readonly label?: string
}

export const SheetBlock = memo(function SheetBlock({ block, look, label }: SheetBlockProps) {
  const { inside } = usePage()
  const opened = useSpot(inside.crumbs, (all) => all[block.id] ?? NONE)
  const use = opened.at(-1)
  const definition = use === undefined ? undefined : inside.block(inside.nameOf(use) ?? '')
  const { id, name } = block
  const open = definition !== undefined
  const crumbs = useMemo<readonly Crumb[]>(
    () => (open ? [name, ...opened].map((title, depth) => ({ title: plainId(title), onOpen: () => inside.leave(id, depth) })) : []),
    [open, name, opened, inside, id],
  )
  const more = { ...(look ? { look } : {}), ...(label ? { label } : {}) }
  return <OneSheet key={opened.join()} block={id} shown={definition ?? block} crumbs={crumbs} {...more} />
})
const NONE: readonly string[] = []

interface OneSheetProps {
  /** The block on the page, which is not always the one shown. */
  readonly block: string
  readonly shown: SheetSource
  readonly crumbs: readonly Crumb[]
  readonly look?: 'list' | 'sheet'
  readonly label?: string
}
const OneSheet = memo(function OneSheet({ block, shown, crumbs, look, label }: OneSheetProps) {
  const session = useSession()
  const { actions, live, selection, inside } = usePage()
  const phone = usePhone()
  const place = useRef<HTMLDivElement>(null)
  const near = useNear(place)
  const { name } = shown
  const ids = keptMembers(shown)
    .map((member) => member.id)
    .join(' ')
  useEffect(() => (near && ids ? session.observe(ids.split(' ').map(inside.liveId)) : undefined), [session, near, ids, inside])
  const doors = useMemo(() => actions.sheet(name), [actions, name])
  const model = useSheetModel(shown.id)
  const known = useMemo(() => new Set(ids.split(' ')), [ids])
  // As text, so that a selection elsewhere renders nothing here.
  const mine = useSpot(selection, (all) => all.filter((each) => known.has(each)).join(' '))
  const chosen = useMemo(() => (mine ? mine.split(' ') : []), [mine])
  const tools = useMemo(() => <BlockTools id={block} />, [block])
  const rename = useMemo(() => {
    const operation = (to: string) =>
      shown.type === 'define' ? ({ op: 'rename-definition', name, to } as const) : ({ op: 'rename-sheet', sheet: name, to } as const)
    return (to: string) => void actions.apply([operation(to)], `Renamed ${name} to ${to}`)
  }, [actions, name, shown.type])
  if (!model) return null
  const asList = look ? look === 'list' : phone
  return (
    <div ref={place} className="sheet-place" data-block={block} data-sheet={name}>
      {asList ? (
        <SheetList model={model} live={live} actions={doors} near={near} crumbs={crumbs} />
      ) : (
        <Sheet
          model={model}
          live={live}
          actions={doors}
          selection={chosen}
          near={near}
          tools={tools}
          crumbs={crumbs}
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
