/*
 * The frame of every panel: title, figure, caption, legend; and the one way marks are pointed at: by pointer, by arrow keys
 * (Enter pins, Escape releases) and by touch. Panels draw their marks and say where each one stands.
 */
'use client'
import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
} from 'react'
import { captionOf } from '../../lib/viz/captions'
import { describe, tokenAt, walk, type MarkPlace } from '../../lib/viz/mark'
import type { Step } from '../../lib/viz/marks/description'
import { summarise } from '../../lib/viz/summary'
import type { PanelProps } from './actions'
import { marks, useActive } from './active'
import { announce } from './announce'
import { brush } from './brush'
import { HiddenTable } from './HiddenTable'
import { PanelLegend } from './Legend'
import { MarkCard } from './MarkCard'
import { OwnerContext } from './useMarkOf'

/** Where marks stand when they are not elements with `data-mark`. Coordinates are the browser's. */
export interface Geometry {
  placeAt(x: number, y: number): MarkPlace | null
  boxOf(place: MarkPlace): DOMRect | null
}

interface FigureProps extends PanelProps {
  readonly geometry?: Geometry
  /** Above the title line's right end: what stands there instead of the tensor's name. */
  readonly aside?: ReactNode
  /** Under the figure, before the caption. */
  readonly foot?: ReactNode
  /** The card is drawn inside the figure (a causal map's empty triangle). */
  readonly cardInside?: (place: MarkPlace, pinned: boolean) => ReactNode
  /** Told of marks walked to by keys, so that a window may follow. */
  readonly onPlace?: (place: MarkPlace) => void
  readonly children: ReactNode
}

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'start',
  End: 'end',
}

export function Figure(props: FigureProps) {
  const {
    panel,
    size = 'node',
    onAction,
    offers,
    geometry,
    aside,
    foot,
    cardInside,
    onPlace,
    children,
    legend = 'here',
    pinned: pinnedWhere = 'here',
    height,
  } = props
  const owner = useId()
  const root = useRef<HTMLDivElement>(null)
  const active = useActive(owner)
  const [focused, setFocused] = useState(false)
  // a shower may hand a new function each time; a pin is told once
  const act = useRef(onAction)
  useEffect(() => {
    act.current = onAction
  })
  const summary = useMemo(() => summarise(panel), [panel])
  const caption = captionOf(panel, size)
  const full = size === 'full'

  const placeUnder = useCallback(
    (event: { target: EventTarget; clientX: number; clientY: number }): MarkPlace | null => {
      const element = event.target instanceof Element ? event.target.closest('[data-mark]') : null
      if (element instanceof HTMLElement || element instanceof SVGElement) return element.dataset.mark!.split(',').map(Number)
      return geometry?.placeAt(event.clientX, event.clientY) ?? null
    },
    [geometry],
  )
  const boxOf = useCallback(
    (place: MarkPlace): DOMRect | null =>
      root.current?.querySelector(`[data-mark="${place.join(',')}"]`)?.getBoundingClientRect() ?? geometry?.boxOf(place) ?? null,
    [geometry],
  )

  useEffect(() => {
    if (active?.pinned) act.current?.({ kind: 'pin', panel, place: active.place, mark: describe(panel, active.place) })
  }, [active, panel])
  useEffect(() => () => marks.leave(owner), [owner])

  const onPointerMove = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return
    const place = placeUnder(event)
    brush.hover(tokenUnder(event.target) ?? (place && tokenAt(panel, place)))
    if (place) marks.hover(owner, place)
    else marks.leave(owner)
  }
  const onPointerLeave = (): void => {
    brush.hover(null)
    marks.leave(owner)
  }
  const onClick = (event: MouseEvent): void => {
    const touch = event.nativeEvent instanceof window.PointerEvent && event.nativeEvent.pointerType === 'touch'
    const place = placeUnder(event)
    const token = tokenUnder(event.target) ?? (place && tokenAt(panel, place))
    if (token !== null) brush.pin(brush.pinned() === token && !place ? null : token)
    if (!place) return
    marks.pin(owner, place, touch ? 'touch' : 'pointer')
    if (marks.active() === null) {
      brush.pin(null)
      act.current?.({ kind: 'release' })
    }
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== root.current || event.altKey || event.ctrlKey || event.metaKey) return
    const step = STEPS[event.key]
    if (step) {
      const place = walk(panel, active?.place ?? null, step)
      marks.walk(owner, place)
      onPlace?.(place)
      brush.hover(tokenAt(panel, place))
      announce(describe(panel, place).sentence)
      root.current?.querySelector(`[data-mark="${place.join(',')}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    } else if (event.key === 'Enter' && active) {
      marks.pin(owner, active.place, 'key')
      announce(marks.active() ? 'Pinned' : 'Released')
    } else if (event.key === 'Escape' && active) release()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const release = useCallback((): void => {
    marks.release()
    brush.pin(null)
    brush.hover(null)
    act.current?.({ kind: 'release' })
  }, [])
  const onBlur = (): void => {
    setFocused(false)
    brush.hover(null)
    marks.leave(owner)
  }

  const place = active?.place
  const inside = place && cardInside?.(place, active.pinned)
  const floats = place && !inside && !(active.pinned && pinnedWhere === 'elsewhere' && active.by !== 'touch')
  return (
    <figure className={`vz-panel vz-${size}`} data-panel={panel.panel}>
      {full && <TitleLine {...props} aside={aside} legend={legend} />}
      <div
        ref={root}
        className="vz-figure"
        role="group"
        aria-label={summary}
        tabIndex={0}
        style={height !== undefined && SCROLLS.has(panel.panel) ? { maxHeight: height, overflow: 'auto' } : undefined}
        onPointerMove={onPointerMove}
        onPointerLeave={onPointerLeave}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={onBlur}
      >
        <OwnerContext.Provider value={owner}>{children}</OwnerContext.Provider>
        {inside}
      </div>
      {foot}
      {!full && legend === 'here' && <PanelLegend panel={panel} />}
      {caption && <figcaption className="vz-caption">{caption}</figcaption>}
      {(full || focused) && <HiddenTable panel={panel} />}
      {floats && <MarkCard panel={panel} active={active} boxOf={boxOf} onRelease={release} onAction={onAction} offers={offers} />}
    </figure>
  )
}

/** Lists and text scroll inside a bounded height; maps shrink instead. */
const SCROLLS: ReadonlySet<string> = new Set(['text', 'tokens', 'table', 'diff', 'card', 'ribbons', 'conversation', 'lattice'])

function tokenUnder(target: EventTarget): number | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-token]') : null
  return element ? Number(element.dataset.token) : null
}

function TitleLine({ panel, aside, legend }: FigureProps) {
  return (
    <div className="vz-title">
      {panel.title && <strong>{panel.title}</strong>}
      {aside}
      <span className="vz-grow" />
      {legend === 'here' && <PanelLegend panel={panel} width={110} />}
      {panel.source && <code className="vz-tensor">{tensorName(panel.source)}</code>}
    </div>
  )
}

function tensorName({ tensor, slice }: NonNullable<FigureProps['panel']['source']>): string {
  const fixed = slice.some((entry) => entry !== null)
  return fixed ? `${tensor}[${slice.map((entry) => entry ?? ':').join(', ')}]`.replace(/(, :)+\]$/, ']') : tensor
}
