/* A hub of models: its address, a search by words or by name, and what the chosen model would take before anything is taken. */
'use client'
import { useRef, useState } from 'react'
import { hubHost, models, type ModelEntry, type ModelListing } from '../../../lib/session/browser'
import { Button, Icon, TextField } from '../../ui'
import { sentenceOf } from './downloads'
import { HubAddress } from './HubAddress'
import { Offer } from './Offer'

interface HubSearchProps {
  readonly here: readonly ModelEntry[]
  /** A source that the node names and that is not here. */
  readonly wanted: string | null
  readonly asked: boolean
  readonly onUse: ((source: string) => void) | null
}

const NAMED = /^(?:hub:)?[\w-][\w.-]*\/[\w-][\w.-]*(?:[@#].*)?$/

export function HubSearch({ here, wanted, asked, onUse }: HubSearchProps) {
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<readonly ModelListing[] | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const [host, setHost] = useState(hubHost)
  const asking = useRef<AbortController | null>(null)
  const search = (): void => {
    const words = typed.trim()
    if (words === '') return
    asking.current?.abort()
    const stop = new AbortController()
    asking.current = stop
    setWhy(null)
    setChosen(NAMED.test(words) ? `hub:${words.replace(/^hub:/, '')}` : null)
    models.search(words.replace(/^hub:/, '').replace(/[@#].*$/, ''), stop.signal).then(
      (all) => !stop.signal.aborted && setFound(all),
      (cause: unknown) => !stop.signal.aborted && setWhy(sentenceOf(cause)),
    )
  }
  const shown = chosen ?? wanted
  return (
    <section aria-label="From a hub">
      <div className="block-title">
        From a hub
        <span className="grow" />
        <HubAddress host={host} onHost={setHost} />
      </div>
      <form
        className="row hub-search"
        onSubmit={(event) => {
          event.preventDefault()
          search()
        }}
      >
        <span className="small second">Words, or owner/name</span>
        <TextField value={typed} label="Words, or owner/name" onChange={setTyped} />
        <Button type="submit" icon="search">
          Search
        </Button>
      </form>
      {why && (
        <p className="small s-error" role="status">
          {why}
        </p>
      )}
      {shown && <Offer key={`${shown} ${host}`} source={shown} asked={asked || chosen !== null} here={here} onUse={onUse} />}
      {found && found.length === 0 && <p className="small second">Nothing of this name is there.</p>}
      {found && found.length > 0 && (
        <ul className="model-list hub-found">
          {found.map((listing) => (
            <li key={listing.id}>
              <button
                type="button"
                className={shown === `hub:${listing.id}` ? 'model-pick on' : 'model-pick'}
                onClick={() => setChosen(`hub:${listing.id}`)}
              >
                <span className="model-name mono">{listing.id}</span>
                <span className="small quiet">
                  {listing.gated && <Icon name="lock" small />}
                  {listing.gated ? 'licence to accept, ' : ''}
                  {countWords(listing.downloads)} downloads
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const countWords = (count: number): string =>
  count >= 1e6 ? `${(count / 1e6).toFixed(1)} million` : count >= 1e3 ? `${Math.round(count / 1e3)} thousand` : String(count)
