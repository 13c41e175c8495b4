/*
 * The card of a mark, one for every panel: beside the mark for pointer and keys, from below on a phone. What it says comes
 * from lib/viz/mark; where a figure has an empty place for it, the figure draws the same inside.
 */
'use client'
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { describe, type FormulaLine, type MarkDescription, type MarkPlace, type Words } from '../../lib/viz/mark'
import type { AnyPanel } from '../../lib/viz/panels'
import type { OnAction, PanelProps } from './actions'
import type { Active } from './active'

interface MarkCardProps {
  readonly panel: AnyPanel
  readonly active: Active
  readonly boxOf: (place: MarkPlace) => DOMRect | null
  readonly onRelease: () => void
  readonly onAction?: OnAction
  readonly offers?: PanelProps['offers']
}

const PHONE = '(max-width: 640px)'
const GAP = 12

export function MarkCard({ panel, active, boxOf, onRelease, onAction, offers }: MarkCardProps) {
  const mark = useMemo(() => describe(panel, active.place), [panel, active.place])
  const card = useRef<HTMLDivElement>(null)
  const [spot, setSpot] = useState<{ left: number; top: number } | null>(null)
  const sheet = window.matchMedia(PHONE).matches
  useLayoutEffect(() => {
    if (sheet || !card.current) return
    setSpot(beside(boxOf(active.place), card.current.getBoundingClientRect()))
  }, [active.place, boxOf, sheet, mark])
  useEffect(() => {
    if (!active.pinned) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onRelease()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [active.pinned, onRelease])
  if (sheet && !active.pinned) return null
  const head = panel.panel === 'attention' && panel.head !== null ? panel.head : null
  return createPortal(
    <div
      ref={card}
      className={`vz-card ${sheet ? 'vz-sheet' : ''} ${active.pinned ? 'is-pinned' : ''}`}
      style={sheet ? undefined : (spot ?? { left: 0, top: 0, visibility: 'hidden' })}
      role={active.pinned ? 'dialog' : undefined}
      aria-label={active.pinned ? mark.sentence : undefined}
      aria-hidden={active.pinned ? undefined : true}
    >
      {sheet && <span className="vz-grab" />}
      <MarkDetails
        mark={mark}
        whole={active.pinned || !mark.formula}
        hint={active.pinned ? undefined : active.by === 'key' ? 'Enter pins' : 'click to pin'}
      />
      {active.pinned && (
        <div className="vz-card-acts">
          {head !== null && onAction && offers?.includes('remove-head') && panel.panel === 'attention' && (
            <button type="button" className="btn" onClick={() => onAction({ kind: 'remove-head', layer: panel.layer, head })}>
              Remove head {panel.layer}.{head}
            </button>
          )}
          <button type="button" className="btn plain" onClick={onRelease}>
            Let go
          </button>
        </div>
      )}
    </div>,
    document.body,
  )
}

/** Right of the mark, else left, else clamped; never over the mark itself. */
function beside(mark: DOMRect | null, card: DOMRect): { left: number; top: number } {
  if (!mark) return { left: GAP, top: GAP }
  const room = { width: window.innerWidth, height: window.innerHeight }
  const right = mark.right + GAP
  const fitsRight = right + card.width <= room.width - GAP
  const fitsLeft = mark.left - GAP - card.width >= GAP
  const clamp = (value: number, size: number, whole: number): number => Math.max(GAP, Math.min(whole - size - GAP, value))
  if (fitsRight || fitsLeft)
    return { left: fitsRight ? right : mark.left - GAP - card.width, top: clamp(mark.top - 8, card.height, room.height) }
  const below = mark.bottom + GAP
  const top = below + card.height <= room.height - GAP ? below : mark.top - GAP - card.height
  return { left: clamp(mark.left, card.width, room.width), top: clamp(top, card.height, room.height) }
}

interface MarkDetailsProps {
  readonly mark: MarkDescription
  /** Everything, as pinned; else what a glance needs. */
  readonly whole: boolean
  /** Only the full value in addition. */
  readonly full?: boolean
  /** Only the last part of the tensor's name, where the whole stands near by. */
  readonly short?: boolean
  readonly hint?: string
  /** Rows only the shower knows: maker, digest, seed. */
  readonly more?: readonly { readonly name: string; readonly value: ReactNode }[]
  /** The inspector's order: tensor first, then the value. */
  readonly look?: 'card' | 'label'
}

/** What a card says, for any place that shows one: the float, the sheet from below, the inspector. */
export function MarkDetails({ mark, whole, full: alsoFull = false, short = false, hint, more = [], look = 'card' }: MarkDetailsProps) {
  // what the shower knows of a row is said in its place, not twice
  const rows = whole ? [...(mark.rows ?? []).filter((row) => !more.some(({ name }) => name === row.name)), ...more] : []
  const full = (whole || alsoFull) && mark.full !== undefined && mark.full !== mark.value ? mark.full : undefined
  return (
    <div className={`vz-details vz-details-${look}`}>
      {look === 'label' && <TensorLines mark={mark} />}
      <div className="vz-details-head">
        <span className="vz-details-words">
          <Spoken words={mark.words} />
        </span>
        {mark.value !== undefined && <b className="vz-details-value">{mark.value}</b>}
      </div>
      {mark.formula && <Formula lines={mark.formula} narrow={look === 'label'} />}
      {(rows.length > 0 || full !== undefined) && (
        <dl>
          {full !== undefined && <Row name="In full" value={full} mono />}
          {rows.map((row) => (
            <Row key={row.name} {...row} />
          ))}
        </dl>
      )}
      {look === 'card' && (mark.tensor || hint) && (
        <div className="vz-details-foot">
          <code>
            {short ? mark.tensor?.split('.').at(-1) : mark.tensor}
            {mark.index}
          </code>
          {hint && <span>{hint}</span>}
        </div>
      )}
    </div>
  )
}

/** One line a formula; where the place is narrow, one line a step. */
function Formula({ lines, narrow }: { readonly lines: readonly FormulaLine[]; readonly narrow: boolean }) {
  return (
    <div className="vz-formula">
      {lines.map(({ left, steps, result }) =>
        narrow ? (
          steps.map((step, place) => (
            <div key={`${left}${place}`}>
              {place === 0 ? left : ' '} = <Powers text={step} />
              {place === steps.length - 1 && (
                <>
                  {' = '}
                  <b>{result}</b>
                </>
              )}
            </div>
          ))
        ) : (
          <div key={left}>
            {left} = <Powers text={steps.join(' = ')} /> = <b>{result}</b>
          </div>
        ),
      )}
    </div>
  )
}

/** `eˢ` with a power that can be read at this size. */
function Powers({ text }: { readonly text: string }) {
  return text
    .split(/(ˢ⁻ᵐ|ˢ)/)
    .map((part, place) => (part === 'ˢ' ? <sup key={place}>s</sup> : part === 'ˢ⁻ᵐ' ? <sup key={place}>s−m</sup> : part))
}

function TensorLines({ mark }: { readonly mark: MarkDescription }) {
  return (
    mark.tensor && (
      <>
        <code className="vz-details-tensor">{mark.tensor}</code>
        <code className="vz-details-index">{mark.namedIndex}</code>
      </>
    )
  )
}

function Row({ name, value, mono }: { readonly name: string; readonly value: ReactNode; readonly mono?: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined}>{value}</dd>
    </>
  )
}

function Spoken({ words }: { readonly words: readonly Words[] }) {
  return words.map((part, place) =>
    part.piece ? (
      <span key={place} className={`vz-name ${part.token === undefined ? '' : 'vz-name-token'}`}>
        {part.text}
      </span>
    ) : (
      <span key={place}>{part.text}</span>
    ),
  )
}
