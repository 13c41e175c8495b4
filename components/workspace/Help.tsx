/* In-place help of a kind: its own page of Markdown, fetched when it is opened. */
'use client'
import { useEffect, useState } from 'react'
import { LinkButton } from '../ui'
import { Markdown } from './Markdown'

const pages = new Map<string, Promise<string | null>>()

/** The help of a kind; null where there is none or it cannot be had. */
export function helpOf(kind: string): Promise<string | null> {
  const known = pages.get(kind)
  if (known) return known
  const page = fetch(`/help/${kind}.md`)
    .then((answer) => (answer.ok ? answer.text() : null))
    .catch(() => null)
  pages.set(kind, page)
  return page
}

interface HelpProps {
  /** Where it stands in the catalogue. */
  readonly kind: string
  /** Whose page is read: the kind's, or a shipped definition's. */
  readonly page?: string
  readonly summary: string
  readonly sources: readonly string[]
}

export function Help({ kind, page = kind, summary, sources }: HelpProps) {
  const [open, setOpen] = useState(false)
  return (
    <section className="section help" aria-label="Help">
      <div className="block-title">
        What it does
        <span className="grow" />
        <a className="link small" href={`/kinds/#${kind}`}>
          In the catalogue
        </a>
      </div>
      <p className="small second">{summary}</p>
      {sources.length > 0 && <p className="small quiet">{sources.join(', ')}</p>}
      {open ? (
        <HelpText kind={page} />
      ) : (
        <LinkButton className="small" onClick={() => setOpen(true)}>
          Read more
        </LinkButton>
      )}
    </section>
  )
}

export function HelpText({ kind }: { readonly kind: string }) {
  const [text, setText] = useState<string | null | undefined>(undefined)
  useEffect(() => {
    let live = true
    void helpOf(kind).then((found) => live && setText(found))
    return () => {
      live = false
    }
  }, [kind])
  if (text === undefined) return null
  if (text === null) return <p className="small quiet">The help of this kind could not be read.</p>
  return (
    <div className="help-text">
      <Markdown text={text} />
    </div>
  )
}
