/* What the viewer should know before going on: the notebook came from outside and is still, or its file holds a key. */
'use client'
import { useMemo, useState, useSyncExternalStore } from 'react'
import { Button, Icon, LinkButton } from '../ui'
import { useNotebook, useSaveState, useSession } from './hooks'
import { goTo } from './Outline'
import { usePage } from './room'
import { placeOfSecret } from './secret-place'

export function Notices() {
  return (
    <>
      <StillNotice />
      <SecretNotice />
    </>
  )
}

function StillNotice() {
  const session = useSession()
  const reasons = useSyncExternalStore(session.onStill, session.still, session.still)
  const [kept, setKept] = useState(false)
  if (!reasons) return null
  return (
    <section className="notice" aria-label="Nothing has run yet">
      <Icon name="lock" small />
      <div className="grow">
        <p>
          It came from a file. {reasons.join(' ')} <b>Nothing has run yet.</b>
        </p>
        {kept && <p className="second">It stays still; Run all begins it at any time.</p>}
      </div>
      {!kept && (
        <Button look="plain" onClick={() => setKept(true)}>
          Keep it still
        </Button>
      )}
      <Button look="primary" icon="play" onClick={() => session.run()}>
        Run
      </Button>
    </section>
  )
}

/** Looked for once the file was kept: that is also when its keeper looks. */
function SecretNotice() {
  const saved = useSaveState()
  const warning = saved.state === 'saved' ? saved.warning : undefined
  const [last, setLast] = useState(warning)
  // While the next save is on its way the answer of the one before stands.
  if (saved.state === 'saved' && last !== warning) setLast(warning)
  return last === undefined ? null : <Secrets />
}

function Secrets() {
  const session = useSession()
  const notebook = useNotebook()
  const { actions } = usePage()
  // What is found changes with the notebook alone.
  const found = useMemo(() => ({ of: notebook, secrets: session.secrets(), source: session.source() }), [session, notebook])
  if (found.secrets.length === 0) return null
  return (
    <section className="notice is-error" aria-label="A key in this file">
      <Icon name="octagon-alert" small />
      <div className="grow">
        <p>
          <b>This file holds what looks like {found.secrets.length === 1 ? 'a key' : `${found.secrets.length} keys`}.</b> Sharing and
          exporting stop until {found.secrets.length === 1 ? 'it is' : 'they are'} out; the notebook is kept in this browser meanwhile.
        </p>
        <ul>
          {found.secrets.slice(0, 6).map((secret) => {
            const place = placeOfSecret(found.of, found.source.slice(secret.start, secret.start + secret.length))
            return (
              <li key={secret.start}>
                <code>{secret.shown}</code> {secret.what}, line {secret.line}
                {place && (
                  <>
                    {' '}
                    in{' '}
                    <LinkButton
                      onClick={() => (place.node ? actions.sheet(place.sheet ?? '').show(place.node) : goTo({ block: place.block }))}
                    >
                      {place.node ?? 'the text'}
                    </LinkButton>
                  </>
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}
