/* The catalogue: every kind in its own section with an address, its example live, its ports and its help. */
'use client'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { KindCard, PortCard, Session } from '../../lib/session/types'
import { PortShape } from '../viz/PortShape'
import { Icon, TipRoom, ToastRoom } from '../ui'
import { cards, openExample } from '../../lib/session/browser'
import { BarHead } from './BarHead'
import { ExamplePage } from './ExamplePage'
import { HelpText } from './Help'
import { ThemeSwitch } from './ThemeSwitch'

export function Kinds() {
  const all = cards()
  useEffect(() => {
    if (all.length > 0 && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [all])
  const groups = useMemo(
    () => [...new Set(all.map((card) => card.group))].map((group) => ({ group, cards: all.filter((card) => card.group === group) })),
    [all],
  )
  return (
    <TipRoom>
      <ToastRoom>
        <div className="catalogue">
          <header className="bar">
            <BarHead here="Kinds" />
            <ThemeSwitch />
          </header>
          <nav className="side" aria-label="Kinds">
            {groups.map(({ group, cards: here }) => (
              <div key={group}>
                <h2>{group}</h2>
                <ul className="outline">
                  {here.map((card) => (
                    <li key={card.kind}>
                      <a href={`#${card.kind}`}>
                        <Icon name={card.icon} small />
                        <span className="name">{card.title}</span>
                      </a>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </nav>
          <main className="page" tabIndex={-1}>
            <h1 className="sr-only">Kinds</h1>
            {groups.flatMap(({ cards: here }) => here.map((card) => <Kind key={card.kind} card={card} />))}
            <div className="page-end" />
          </main>
        </div>
      </ToastRoom>
    </TipRoom>
  )
}

function Kind({ card }: { readonly card: KindCard }) {
  const place = useRef<HTMLElement>(null)
  const near = useNear(place)
  const seen = useEver(near)
  const ports = useMemo(() => card.ports({}), [card])
  return (
    <section ref={place} id={card.kind} className="kind" aria-labelledby={`title-${card.kind}`}>
      <header>
        <h2 id={`title-${card.kind}`}>
          <Icon name={card.icon} />
          {card.title}
          <code>
            {card.kind}@{card.version}
          </code>
        </h2>
        <p>{card.summary}</p>
      </header>
      <Place near={near}>
        <Example card={card} />
      </Place>
      <div className="below">
        <div>{seen && <HelpText kind={card.kind} />}</div>
        <div className="ports-list">
          <Ports title="Takes" ports={ports.inputs} />
          <Ports title="Gives" ports={ports.outputs} />
        </div>
      </div>
    </section>
  )
}

function Ports({ title, ports }: { readonly title: string; readonly ports: readonly PortCard[] }) {
  if (ports.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <dl>
        {ports.map((port) => (
          <div key={port.name}>
            <dt>
              <PortShape type={port.type} stream={port.streams} /> {port.name}
              {port.arity === 'optional' && '?'}
              {port.arity === 'many' && '…'}
            </dt>
            <dd>{port.doc}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Example({ card }: { readonly card: KindCard }) {
  const [session, setSession] = useState<Session | null>(null)
  useEffect(() => {
    let live = true
    let open: Session | null = null
    void openExample(card).then((opened) => {
      open = opened
      if (live) setSession(opened)
      else opened.dispose()
    })
    return () => {
      live = false
      open?.dispose()
    }
  }, [card])
  return session && <ExamplePage session={session} chosen={card.exampleNode} />
}

/** An example runs only near the viewport: each has a worker with a model in it. Its height stays when it goes. */
function Place({ near, children }: { readonly near: boolean; readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState<number | undefined>(undefined)
  useEffect(() => {
    const element = place.current
    if (!element || !near) return
    const watch = new ResizeObserver(() => {
      const inside = element.firstElementChild
      if (inside) watch.observe(inside)
      const high = inside?.getBoundingClientRect().height ?? 0
      setHeight((now) => (inside && isSettled(inside) ? high : Math.max(now ?? 0, high)) || undefined)
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [near])
  return (
    <div ref={place} className="place" style={{ minHeight: height }}>
      {near && children}
    </div>
  )
}

/** Until its values are there a place does not shrink. */
const isSettled = (element: Element): boolean =>
  [...element.querySelectorAll('[data-node]')].every((node) =>
    ['fresh', 'skipped', 'error'].includes(node.getAttribute('data-state') ?? ''),
  )

/** Within half a screen of the viewport. */
function useNear(place: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const watch = new IntersectionObserver((entries) => setNear(entries.some((entry) => entry.isIntersecting)), { rootMargin: '40% 0px' })
    watch.observe(element)
    return () => watch.disconnect()
  }, [place])
  return near
}

/** Whether it was ever true. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now)
  if (now && !ever) setEver(true)
  return ever || now
}
