/* Versions of an own notebook: when, what was done, what is other now; each can be named, opened beside this one, or made today's again. */
'use client'
import { useCallback, useEffect, useState } from 'react'
import { shelf, type Change } from '../../lib/session/browser'
import { Button, Dialog, TextField, useToast } from '../ui'
import { useSaveState, useSession } from './hooks'
import { goToPage } from './Link'
import { sittingsOf, type Sitting } from './sittings'

export function VersionsDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const saved = useSaveState()
  const { sittings, why, reload } = useSittings(session.id, saved.state === 'saving')
  const [chosen, setChosen] = useState<number | null>(null)
  const shown = sittings?.find(({ number }) => number === chosen) ?? sittings?.[0]
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Versions"
      description="Kept in this browser with every change. A version with a name stays for good."
    >
      {why && <p className="s-error">{why}</p>}
      {sittings?.length === 0 && <p className="second">No version yet: the notebook is as it was shipped. A change makes the first one.</p>}
      {sittings && shown && (
        <div className="versions">
          <ol className="version-list" aria-label="Versions, the latest first">
            {sittings.map((sitting, place) => (
              <li key={sitting.number}>
                <button
                  type="button"
                  className={sitting === shown ? 'version-pick on' : 'version-pick'}
                  aria-current={sitting === shown}
                  onClick={() => setChosen(sitting.number)}
                >
                  <b>{sitting.name ?? (place === 0 ? 'Now' : timeWords(sitting.changed))}</b>
                  <span className="small quiet">
                    {sitting.name || place === 0 ? timeWords(sitting.changed) : null} {sitting.labels[0]}
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <About key={shown.number} sitting={shown} isLatest={shown === sittings[0]} onNamed={reload} />
        </div>
      )}
    </Dialog>
  )
}

interface AboutProps {
  readonly sitting: Sitting
  readonly isLatest: boolean
  readonly onNamed: () => void
}
function About({ sitting, isLatest, onNamed }: AboutProps) {
  const { id } = useSession()
  const say = useToast()
  const changes = useChanges(id, sitting.number, isLatest)
  const attempt = (what: Promise<unknown>): void =>
    void what.catch((cause: unknown) => say({ words: cause instanceof Error ? cause.message : String(cause), tone: 'error' }))
  const open = async (): Promise<void> => goToPage(`/notebook/?id=${encodeURIComponent((await shelf.copyVersion(id, sitting.number)).id)}`)
  const back = async (): Promise<void> => {
    await shelf.returnTo(id, sitting.number)
    location.reload()
  }
  return (
    <div className="version-about">
      <Name sitting={sitting} onName={(name) => attempt(shelf.nameVersion(id, sitting.number, name).then(onNamed))} />
      {isLatest ? (
        <>
          <p className="small quiet">Done last</p>
          <ul className="changes">
            {sitting.labels.map((label, place) => (
              <li key={place}>{label}</li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <p className="small quiet">What is other now</p>
          <ul className="changes">
            {changes?.map(({ words }, place) => (
              <li key={place}>
                <Words of={words} />
              </li>
            ))}
            {changes?.length === 0 && <li className="second">Nothing: both say the same.</li>}
          </ul>
          <div className="acts">
            <Button onClick={() => attempt(open())}>Open beside</Button>
            <Button look="primary" onClick={() => attempt(back())}>
              Go back to it
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

function Name({ sitting, onName }: { readonly sitting: Sitting; readonly onName: (name: string) => void }) {
  const [typed, setTyped] = useState(sitting.name ?? '')
  return (
    <form
      className="row version-name"
      onSubmit={(event) => {
        event.preventDefault()
        onName(typed)
      }}
    >
      <span className="small second">Name</span>
      <TextField value={typed} label="Name of this version" onChange={setTyped} />
      <Button type="submit" disabled={typed.trim() === (sitting.name ?? '')}>
        {typed.trim() === '' && sitting.name ? 'Take the name away' : 'Name it'}
      </Button>
    </form>
  )
}

/** Names between backticks stand as code. */
const Words = ({ of }: { readonly of: string }) =>
  of.split('`').map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part))

function useSittings(id: string, saving: boolean) {
  const [sittings, setSittings] = useState<readonly Sitting[] | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const reload = useCallback(
    () =>
      void shelf.versions(id).then(
        (versions) => setSittings(sittingsOf(versions)),
        (cause: unknown) => setWhy(cause instanceof Error ? cause.message : String(cause)),
      ),
    [id],
  )
  useEffect(() => {
    if (!saving) reload()
  }, [saving, reload])
  return { sittings, why, reload }
}

function useChanges(id: string, number: number, isLatest: boolean): readonly Change[] | null {
  const [changes, setChanges] = useState<readonly Change[] | null>(null)
  useEffect(() => {
    if (isLatest) return
    let live = true
    void shelf.changes(id, number).then(
      (all) => live && setChanges(all),
      () => live && setChanges([]),
    )
    return () => {
      live = false
    }
  }, [id, number, isLatest])
  return changes
}

function timeWords(when: number): string {
  const date = new Date(when)
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const today = new Date().toDateString() === date.toDateString()
  return today ? time : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${time}`
}
