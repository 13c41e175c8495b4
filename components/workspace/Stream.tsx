/* What the last run of a node streamed, event by event: a slider goes back in it, and shows the text as it was then. */
'use client'
import { useEffect, useState } from 'react'
import type { NodeView, StreamEvent } from '../../lib/session/types'
import { PanelView } from '../viz/Panel'
import { timeWords } from '../canvas'
import { Button, Slider } from '../ui'
import { useSession } from './hooks'
import { useAsked } from './use-asked'

const SPEED_MS = 120
const NO_EVENTS: readonly StreamEvent[] = []

export function Stream({ id, view }: { readonly id: string; readonly view: NodeView }) {
  const session = useSession()
  const settled = view.state !== 'streaming' && view.state !== 'running'
  const run = `${id} ${settled} ${view.ms}`
  const events = useAsked(() => (settled ? session.events(id) : Promise.resolve(NO_EVENTS)), run) ?? NO_EVENTS
  if (events.length < 2) return null
  return <Film key={run} id={id} events={events} />
}

function Film({ id, events }: { readonly id: string; readonly events: readonly StreamEvent[] }) {
  const session = useSession()
  const last = events.length - 1
  const [at, setAt] = useState<number | null>(null)
  const [plays, setPlays] = useState(false)
  const event = at === null ? undefined : events[at]
  const shown = useAsked(() => (event ? session.replay(id, event.sequence) : Promise.resolve(null)), `${id} ${event?.sequence}`)
  useEffect(() => {
    if (!plays) return undefined
    const timer = setTimeout(() => {
      const next = (at ?? -1) + 1
      if (next > last) setPlays(false)
      else setAt(next)
    }, SPEED_MS)
    return () => clearTimeout(timer)
  }, [plays, at, last])
  const replay = () => {
    if (!plays && (at === null || at === last)) setAt(0)
    setPlays(!plays)
  }
  const panel = shown?.panels[0]
  return (
    <section className="section" aria-label="As it streamed">
      <div className="block-title">
        As it streamed
        <span className="grow" />
        <Button look="plain" icon={plays ? 'pause' : 'play'} onClick={replay}>
          {plays ? 'Pause' : 'Replay'}
        </Button>
      </div>
      <Slider
        value={at ?? last}
        min={0}
        max={last}
        step={1}
        label="Event of the stream"
        valueText={`${(at ?? last) + 1} of ${events.length}`}
        onChange={setAt}
      />
      <p className="small second">
        Event {(at ?? last) + 1} of {events.length}, {timeWords(events[at ?? last]?.ms ?? 0)} after it began
      </p>
      {panel && <PanelView panel={panel} size="node" width={240} legend="elsewhere" pinned="elsewhere" onAction={nothing} />}
    </section>
  )
}
const nothing = () => undefined
