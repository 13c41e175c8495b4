/* The shelf: every notebook as a case with something of it inside and a label below. New, open, download, duplicate, rename, delete. */
'use client'
import { goToPage, Link } from './Link'
import { useCallback, useEffect, useRef, useState, type DragEvent } from 'react'
import type { ShelfEntry } from '../../lib/session/types'
import { Button, Dialog, Icon, IconButton, Mark, Menu, TextField, TipRoom, ToastRoom, useToast } from '../ui'
import { Cover } from './Cover'
import { shelf } from '../../lib/session/browser'
import { ThemeSwitch } from './ThemeSwitch'
import { openNotebookFile } from './open-files'
import { downloadText } from './download'

const FIRST = 'first-light'
const addressOf = (id: string): string => `/notebook/?id=${encodeURIComponent(id)}`

export function Shelf() {
  return (
    <TipRoom>
      <ToastRoom>
        <Hall />
      </ToastRoom>
    </TipRoom>
  )
}

function Hall() {
  const toast = useToast()
  const [entries, setEntries] = useState<readonly ShelfEntry[] | null>(null)
  const [renamed, setRenamed] = useState<ShelfEntry | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const fail = useCallback(
    (error: unknown) => toast({ words: error instanceof Error ? error.message : String(error), tone: 'error' }),
    [toast],
  )
  const reload = useCallback(() => shelf.list().then(setEntries, fail), [fail])
  useEffect(() => void reload(), [reload])
  const attempt = useCallback((what: () => Promise<unknown>) => void what().then(reload, fail), [reload, fail])
  const open = useCallback(
    async (files: FileList | readonly File[]) => {
      for (const file of Array.from(files)) {
        try {
          const id = await openNotebookFile(file)
          if (files.length === 1) goToPage(addressOf(id))
        } catch (error) {
          fail(error)
        }
      }
      void reload()
    },
    [reload, fail],
  )
  useEffect(() => {
    // Text alone, as a file would bring it; it opens as still as one.
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (!/^---\r?\n[\s\S]{0,2000}?vitrine:/.test(text) || (event.target instanceof Element && event.target.closest('input, textarea')))
        return
      event.preventDefault()
      void open([new File([text], 'pasted.md', { type: 'text/markdown' })])
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [open])
  const create = () => void shelf.create().then((entry) => goToPage(addressOf(entry.id)), fail)
  const remove = (entry: ShelfEntry) =>
    attempt(async () => {
      const removed = await shelf.remove(entry.id)
      toast({ words: `Deleted ‘${entry.title}’`, action: { label: 'Undo', onAct: () => attempt(() => shelf.restore(removed)) } })
    })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    if (event.dataTransfer.files.length > 0) void open(event.dataTransfer.files)
  }
  const sorted = [...(entries ?? [])].sort((a, b) => Number(b.id === FIRST) - Number(a.id === FIRST))
  const own = sorted.filter((entry) => entry.origin === 'own').length
  return (
    <div className="hall" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <header className="bar">
        <div className="mark">
          <Mark />
          Vitrine
        </div>
        <span className="grow" />
        <Link className="btn plain" href="/kinds/">
          <Icon name="book-open" small />
          Kinds
        </Link>
        <ThemeSwitch />
        <Button icon="upload" onClick={() => picker.current?.click()} aria-label="Open .md file">
          <span className="words">Open .md</span>
        </Button>
        <Button look="primary" icon="plus" onClick={create} aria-label="New notebook">
          <span className="words">New notebook</span>
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".md,.zip,text/markdown,application/zip"
          multiple
          hidden
          onChange={(event) => event.target.files && void open(event.target.files)}
        />
      </header>
      <main className="wall">
        <h1 className="sr-only">Shelf</h1>
        {sorted.map((entry, index) => (
          <Piece
            key={entry.id}
            entry={entry}
            place={index === 0 ? 'first' : index < 5 ? 'beside' : 'small'}
            onRename={() => setRenamed(entry)}
            onRemove={() => remove(entry)}
            attempt={attempt}
          />
        ))}
        {entries && <Bring onPick={() => picker.current?.click()} />}
      </main>
      <footer className="status">
        {entries && (
          <span>
            {entries.length} notebooks{own > 0 ? `, ${own} of them kept in this browser` : ''}
          </span>
        )}
        <span className="grow" />
      </footer>
      {renamed && (
        <Rename entry={renamed} onClose={() => setRenamed(null)} onTitle={(title) => attempt(() => shelf.rename(renamed.id, title))} />
      )}
    </div>
  )
}

interface PieceProps {
  readonly entry: ShelfEntry
  readonly place: 'first' | 'beside' | 'small'
  readonly onRename: () => void
  readonly onRemove: () => void
  readonly attempt: (what: () => Promise<unknown>) => void
}
const PLACES = { first: 'piece first', beside: 'piece beside', small: 'piece small-piece' }

function Piece({ entry, place, onRename, onRemove, attempt }: PieceProps) {
  const items = [
    {
      label: 'Download .md',
      icon: 'download',
      onSelect: () => attempt(async () => downloadText(await shelf.source(entry.id), `${entry.id}.md`)),
    },
    { label: 'Duplicate', icon: 'copy', onSelect: () => attempt(() => shelf.duplicate(entry.id)) },
    ...(entry.origin === 'own'
      ? [
          { label: 'Rename', icon: 'pencil', onSelect: onRename },
          ...(entry.copyOf
            ? [{ label: 'Back to the original', icon: 'rotate-ccw', onSelect: () => attempt(() => shelf.revert(entry.id)) }]
            : []),
          { label: 'Delete', icon: 'trash-2', danger: true, divided: true, onSelect: onRemove },
        ]
      : []),
  ]
  return (
    <article className={PLACES[place]}>
      <div className="glass">
        <Cover entry={entry} large={place === 'first'} />
      </div>
      <div className="label">
        <h2>
          <Link href={addressOf(entry.id)}>{entry.title}</Link>
        </h2>
        {place === 'first' && <p>{entry.summary}</p>}
        <small>
          <span>{entry.nodes === 1 ? '1 node' : `${entry.nodes} nodes`}</span>
          {entry.copyOf && <span>your copy</span>}
          {entry.changed !== undefined && <span>{dayWords(entry.changed)}</span>}
        </small>
      </div>
      <div className="tools">
        <Menu items={items} label={`What can be done with ${entry.title}`} align="end">
          <IconButton icon="ellipsis" label={`More about ${entry.title}`} />
        </Menu>
      </div>
    </article>
  )
}

function dayWords(when: number): string {
  const days = Math.floor((Date.now() - when) / 86_400_000)
  if (days < 1) return 'today'
  if (days < 2) return 'yesterday'
  return new Date(when).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
}

function Bring({ onPick }: { readonly onPick: () => void }) {
  const [over, setOver] = useState(false)
  return (
    <section className="bring" aria-label="Bring something in">
      <div className="drop-here" style={{ gridColumn: '1 / -1' }}>
        <h3>Bring something in</h3>
        <div
          className={over ? 'drop is-over' : 'drop'}
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
          onDrop={() => setOver(false)}
        >
          <Icon name="download" />
          <div>
            <div style={{ fontWeight: 500 }}>Drop a notebook here</div>
            <div className="second">A Markdown file (.md) or a bundle (.zip), or paste its text. Nothing leaves this machine.</div>
          </div>
          <Button onClick={onPick}>Choose a file</Button>
        </div>
      </div>
    </section>
  )
}

function Rename({
  entry,
  onClose,
  onTitle,
}: {
  readonly entry: ShelfEntry
  readonly onClose: () => void
  readonly onTitle: (title: string) => void
}) {
  const [typed, setTyped] = useState(entry.title)
  const done = () => {
    if (typed.trim() && typed.trim() !== entry.title) onTitle(typed.trim())
    onClose()
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Rename">
      <TextField value={typed} label="Title" onChange={setTyped} />
      <div className="acts">
        <Button look="plain" onClick={onClose}>
          Cancel
        </Button>
        <Button look="primary" onClick={done}>
          Rename
        </Button>
      </div>
    </Dialog>
  )
}
