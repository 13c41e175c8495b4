/* What is seen of a notebook from outside: the panels its front matter names, as they were last computed. */
'use client'
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import type { ShelfEntry } from '../../lib/session/types'
import { PanelView } from '../viz/Panel'
import { Icon } from '../ui'

type Panel = NonNullable<ShelfEntry['cover']>[number]

export function Cover({ entry, large }: { readonly entry: ShelfEntry; readonly large: boolean }) {
  const panels = entry.cover ?? []
  if (panels.length === 0) {
    return (
      <div className="thumb is-empty">
        <Icon name="workflow" />
      </div>
    )
  }
  return large ? <LargeCover panels={panels} /> : <SmallCover panel={panels[0]!} />
}

/** Without what is read from near: caption, strip of heads. */
function bare(panel: Panel): Panel {
  const { caption: _, ...rest } = panel
  if (rest.panel !== 'attention') return rest as Panel
  const { heads: __, ...map } = rest
  return map as Panel
}

/** One figure in the middle of its case. */
function SmallCover({ panel }: { readonly panel: Panel }) {
  return (
    <div className="thumb" inert>
      <Measured>
        {(width, height) => <PanelView panel={bare(panel)} width={Math.min(width, 260)} height={height} legend="elsewhere" />}
      </Measured>
    </div>
  )
}

/** Tokens above, odds and text at the left, a map at the right. */
function LargeCover({ panels }: { readonly panels: readonly Panel[] }) {
  const strip = panels.find((panel) => panel.panel === 'tokens')
  const map = panels.find((panel) => ['attention', 'heat', 'headGrid'].includes(panel.panel))
  const rest = panels.filter((panel) => panel !== strip && panel !== map)
  return (
    <div className="cover-first" inert>
      {strip && (
        <div className="strip">
          <Measured>{(width) => <PanelView panel={strip} width={width} />}</Measured>
        </div>
      )}
      <div className="fl">
        {rest.map((panel, index) => (
          <div key={index} className={`part-${panel.panel}`}>
            <Measured>{(width) => <PanelView panel={panel} width={width} />}</Measured>
          </div>
        ))}
      </div>
      {map && (
        <div className="fr">
          <Measured>{(width, height) => <PanelView panel={bare(map)} width={width} height={height} legend="elsewhere" />}</Measured>
        </div>
      )}
    </div>
  )
}

/** Hands on the room there is, once it is known. */
function Measured({ children }: { readonly children: (width: number, height: number) => ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState<{ readonly width: number; readonly height: number } | null>(null)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const read = () => setRoom({ width: element.clientWidth, height: element.clientHeight })
    read()
    const watch = new ResizeObserver(read)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return (
    <div ref={place} className="measured">
      {room && children(room.width, room.height)}
    </div>
  )
}
