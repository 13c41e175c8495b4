/* Text as a model reads and writes it: mono, what was given quiet, a line under each written token in the colour of its odds. */
'use client'
import { memo, useEffect, useMemo, useRef } from 'react'
import type { TextPanel, TextPart } from '../../lib/viz/panels'
import { bareSpecial, visible } from '../../lib/viz/pieces'
import { oddsStop } from '../../lib/viz/scales'
import type { PanelProps } from './actions'
import { useIsLit } from './brush'
import { Figure } from './Figure'
import { Markdown } from './Markdown'
import { useOpenMark } from './useMarkOf'

export function TextView(props: PanelProps<TextPanel>) {
  const { panel, size = 'node' } = props
  return (
    <Figure {...props}>
      {panel.markdown ? <Markdown text={panel.parts.map((part) => part.text).join('')} /> : <Parts panel={panel} full={size === 'full'} />}
    </Figure>
  )
}

/** Of what was given a node shows the last words, since the written text is what it is for. */
const GIVEN_LETTERS = 16

function Parts({ panel, full }: { readonly panel: TextPanel; readonly full: boolean }) {
  const open = useOpenMark()
  const end = useRef<HTMLSpanElement>(null)
  const slots = useMemo(() => slotChips(panel.parts), [panel.parts])
  const writes = panel.parts.some((part) => part.tone === 'written')
  useEffect(() => {
    const box = end.current?.closest('.vz-figure')
    if (panel.writing && box) box.scrollTop = box.scrollHeight
  }, [panel])
  return (
    <div className={writes ? 'vz-text vz-said' : 'vz-text'}>
      {panel.parts.map((part, place) => (
        <Part
          key={place}
          part={part.tone === 'given' && writes && !full ? { ...part, text: ending(part.text) } : part}
          place={place}
          last={place === panel.parts.length - 1}
          chip={slots.get(part.name ?? '')}
          open={open?.place[0] === place}
        />
      ))}
      {panel.writing && <span className="vz-caret" aria-hidden />}
      <span ref={end} />
    </div>
  )
}

function ending(text: string): string {
  if (text.length <= GIVEN_LETTERS + 4) return text
  const cut = text.slice(-GIVEN_LETTERS)
  return `…${cut.slice(cut.indexOf(' ') + 1)}`
}

function slotChips(parts: readonly TextPart[]): Map<string, number> {
  const chips = new Map<string, number>()
  for (const part of parts) if (part.tone === 'slot' && !chips.has(part.name ?? '')) chips.set(part.name ?? '', (chips.size % 8) + 1)
  return chips
}

interface PartProps {
  readonly part: TextPart
  readonly place: number
  readonly last: boolean
  readonly chip: number | undefined
  readonly open: boolean
}

const Part = memo(function Part({ part, place, last, chip, open }: PartProps) {
  const lit = useIsLit(part.token)
  const tone = part.tone ?? 'plain'
  const style =
    part.p !== undefined
      ? { borderBottomColor: `var(--seq-${oddsStop(part.p)})` }
      : tone === 'slot'
        ? { background: `var(--chip-${chip ?? 1})` }
        : undefined
  const marked = part.p !== undefined || tone === 'slot' || part.token !== undefined
  return (
    <span
      className={`vz-part-${tone}${part.p === undefined ? '' : ' vz-odds'}${lit ? ' vz-lit' : ''}${open ? ' is-open' : ''}`}
      style={style}
      {...(marked ? { 'data-mark': place } : {})}
      {...(part.token === undefined ? {} : { 'data-token': part.token })}
      {...(tone === 'slot' && part.name ? { title: part.name } : {})}
    >
      {tone === 'special' ? bareSpecial(part.text) : last ? <Trailing text={part.text} /> : part.text}
    </span>
  )
})

/** Nothing is trimmed: spaces at the very end are dots. */
function Trailing({ text }: { readonly text: string }) {
  const kept = text.replace(/[ \t]+$/, '')
  const signs = visible(text.slice(kept.length))
  return (
    <>
      {kept}
      {signs.map((sign, place) => (
        <span key={place} className="vz-sign">
          {sign.text}
        </span>
      ))}
    </>
  )
}
