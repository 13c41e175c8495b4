/* What one model of a hub would take: its files and sizes, its licence, what of it is here. Fetches when asked. */
'use client'
import { useEffect, useState } from 'react'
import { models, type ModelEntry, type ModelOffer } from '../../../lib/session/browser'
import { Button, LinkButton } from '../../ui'
import { useSpot } from '../spot'
import { bytesWords } from './bytes'
import { downloads, sentenceOf } from './downloads'
import { UseButton } from './UseButton'

interface OfferProps {
  readonly source: string
  /** The hub may be asked at once; otherwise the viewer is. */
  readonly asked: boolean
  readonly here: readonly ModelEntry[]
  readonly onUse: ((source: string) => void) | null
}

export function Offer({ source: first, asked, here, onUse }: OfferProps) {
  const [source, setSource] = useState(first)
  const [mayAsk, setMayAsk] = useState(asked)
  const { offer, why } = useOffer(source, mayAsk)
  const running = useSpot(downloads.all, (all) => all.some((each) => each.source === source && each.state === 'running'))
  const isHere = here.some((entry) => entry.source === source)
  const named = /Name one: (hub:\S+?)\.$/.exec(why ?? '')?.[1]
  return (
    <div className="offer" role="group" aria-label={`What ${source} takes`}>
      <div className="row">
        <span className="model-name mono grow">{source.replace(/^hub:/, '')}</span>
        {isHere ? (
          <UseButton source={source} isUsed={false} onUse={onUse} />
        ) : (
          offer && (
            <Button look="primary" icon="download" disabled={running || offer.gated} onClick={() => downloads.start(source)}>
              {offer.have > 0 ? `Fetch the other ${bytesWords(offer.bytes - offer.have)}` : `Fetch ${bytesWords(offer.bytes)}`}
            </Button>
          )
        )}
      </div>
      {!mayAsk && !isHere && (
        <p className="small second">
          It is not on this machine. <LinkButton onClick={() => setMayAsk(true)}>Ask the hub what it takes</LinkButton>
        </p>
      )}
      {mayAsk && !offer && !why && <p className="small quiet">Asks what it takes.</p>}
      {why && (
        <p className="small s-error" role="status">
          {why} {named && <LinkButton onClick={() => setSource(named)}>Take that one</LinkButton>}
        </p>
      )}
      {offer && (
        <p className="small second">
          {offer.license ? `Licence ${offer.license}. ` : 'It states no licence. '}
          {offer.gated && 'Its owner wants the licence accepted with an account first; open it on the hub, then drop its files here. '}
          {offer.have > 0 && `${bytesWords(offer.have)} of it are here. `}
        </p>
      )}
      {offer && (
        <ul className="offer-files small">
          {offer.files.map(({ name, bytes }) => (
            <li key={name}>
              <span className="mono">{name}</span>
              <span className="quiet">{bytesWords(bytes)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function useOffer(source: string, mayAsk: boolean): { readonly offer: ModelOffer | null; readonly why: string | null } {
  const [answer, setAnswer] = useState<{ readonly source: string; readonly offer: ModelOffer | null; readonly why: string | null }>()
  useEffect(() => {
    if (!mayAsk) return
    const stop = new AbortController()
    models.offer(source, stop.signal).then(
      (offer) => !stop.signal.aborted && setAnswer({ source, offer, why: null }),
      (cause: unknown) => !stop.signal.aborted && setAnswer({ source, offer: null, why: sentenceOf(cause) }),
    )
    return () => stop.abort()
  }, [source, mayAsk])
  return answer?.source === source ? answer : { offer: null, why: null }
}
