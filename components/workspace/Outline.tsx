/* The outline at the left: headings and sheets; a sheet shows the state that is not as usual. */
'use client'
import { memo, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Session } from '../../lib/session/types'
import { Glyph } from '../viz/Glyph'
import { Dialog, Icon, Keys, Menu } from '../ui'
import { useNotebookFact, useSession } from './hooks'
import { addProse, addSheet } from './new-blocks'
import { outlineOf, type OutlineEntry, type Reading } from './reading'
import { usePage } from './room'

type State = NonNullable<ReturnType<Session['view']>>['state']
/** What is worth saying, first wins. Fresh sheets are silent. */
const LOUD: readonly State[] = ['error', 'streaming', 'running', 'stale', 'blocked', 'queued', 'cancelled']

export const Outline = memo(function Outline({ reading }: { readonly reading: Reading }) {
  const session = useSession()
  const { actions } = usePage()
  const entries = useOutline(reading)
  const here = useHere(entries)
  return (
    <nav className="side" aria-label="Outline">
      <ul className="outline">
        {entries.map((entry, index) => (
          <li key={`${entry.block}${index}`} className={`${entry.sub ? 'sub' : ''} ${keyOf(entry) === here ? 'here' : ''}`}>
            <a
              href={`#${entry.block}`}
              aria-current={keyOf(entry) === here ? 'location' : undefined}
              onClick={(event) => (event.preventDefault(), goTo(entry))}
            >
              <Icon name={entry.look === 'graph' ? 'workflow' : 'text-align-start'} small />
              <span className="name" title={entry.title}>
                {entry.title}
              </span>
              {entry.nodes.length > 0 && <SheetGlyph nodes={entry.nodes} />}
            </a>
          </li>
        ))}
      </ul>
      <span className="grow" />
      <Menu
        label="Add a block"
        items={[
          { label: 'Prose', icon: 'text-align-start', onSelect: () => addProse(session.notebook(), actions) },
          { label: 'Graph sheet', icon: 'workflow', onSelect: () => addSheet(session.notebook(), actions) },
        ]}
      >
        <button type="button" className="add-block" data-add-block>
          Add a block <Keys of="/" />
        </button>
      </Menu>
    </nav>
  )
})

/** The same list while it says the same, however the nodes change. */
function useOutline(reading: Reading): readonly OutlineEntry[] {
  const shown = useMemo(() => new Set(reading.shown), [reading])
  const text = useNotebookFact((notebook) =>
    JSON.stringify(
      outlineOf(
        notebook,
        notebook.blocks.filter((block) => shown.has(block.id)),
      ),
    ),
  )
  return useMemo(() => JSON.parse(text) as readonly OutlineEntry[], [text])
}

const keyOf = ({ block, heading }: Pick<OutlineEntry, 'block' | 'heading'>): string => `${block}/${heading ?? ''}`

function targetOf({ block, heading }: Pick<OutlineEntry, 'block' | 'heading'>): Element | null {
  const place = document.querySelector(`[data-block="${CSS.escape(block)}"]`)
  return heading === undefined ? place : (place?.querySelectorAll('h1, h2, h3')[heading] ?? place)
}

export const goTo = (entry: Pick<OutlineEntry, 'block' | 'heading'>): void => targetOf(entry)?.scrollIntoView({ block: 'start' })

function SheetGlyph({ nodes }: { readonly nodes: OutlineEntry['nodes'] }) {
  const session = useSession()
  const state = useSyncExternalStore(
    session.onCounts,
    () => {
      const states = new Set(nodes.map((id) => session.view(id)?.state))
      return LOUD.find((loud) => states.has(loud)) ?? null
    },
    () => null,
  )
  return state && <Glyph state={state} />
}

/** The last entry whose block has reached the upper third of the page. */
function useHere(entries: readonly OutlineEntry[]): string | undefined {
  const [here, setHere] = useState(entries[0] && keyOf(entries[0]))
  useEffect(() => {
    const page = document.querySelector('.page')
    if (!page) return
    const read = () => {
      const line = page.getBoundingClientRect().top + page.clientHeight / 4
      const passed = entries.filter((entry) => {
        const target = entry.sub ? null : targetOf(entry)
        return target && target.getBoundingClientRect().top <= line
      })
      const last = passed.at(-1) ?? entries[0]
      setHere(last && keyOf(last))
    }
    let frame = 0
    const scroll = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(read)
    }
    page.addEventListener('scroll', scroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      page.removeEventListener('scroll', scroll)
    }
  }, [entries])
  return here
}

interface OutlineDialogProps {
  readonly reading: Reading
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onGo?: () => void
}
/** The outline where there is no room beside the page. */
export function OutlineDialog({ reading, open, onOpenChange, onGo }: OutlineDialogProps) {
  const entries = useOutline(reading)
  const go = (entry: OutlineEntry) => {
    onGo?.()
    onOpenChange(false)
    setTimeout(() => goTo(entry), 0)
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Outline" look="below">
      <ul className="outline">
        {entries.map((entry) => (
          <li key={keyOf(entry)} className={entry.sub ? 'sub' : ''}>
            <button type="button" onClick={() => go(entry)}>
              <Icon name={entry.look === 'graph' ? 'workflow' : 'text-align-start'} small />
              {entry.title}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
