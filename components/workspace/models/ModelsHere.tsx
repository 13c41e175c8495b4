/* Models that open without a network: the app's own, and those fetched before, with their sizes; these can be deleted. */
'use client'
import { useState } from 'react'
import { models, type ModelEntry } from '../../../lib/session/browser'
import { Button, IconButton, useToast } from '../../ui'
import { bytesWords } from './bytes'
import { sentenceOf } from './downloads'
import { UseButton } from './UseButton'

interface ModelsHereProps {
  readonly entries: readonly ModelEntry[] | null
  readonly why: string | null
  readonly current: string | null
  readonly onUse: ((source: string) => void) | null
  readonly onRemoved: () => void
}

export function ModelsHere({ entries, why, current, onUse, onRemoved }: ModelsHereProps) {
  const total = (entries ?? []).reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
  return (
    <section aria-label="On this machine">
      <div className="block-title">
        On this machine
        <span className="grow" />
        {total > 0 && <span className="small quiet">{bytesWords(total)} in this browser</span>}
      </div>
      {why && <p className="small s-error">{why}</p>}
      <ul className="model-list">
        {(entries ?? []).map((entry) => (
          <Row key={entry.source} entry={entry} isUsed={entry.source === current} onUse={onUse} onRemoved={onRemoved} />
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  readonly entry: ModelEntry
  readonly isUsed: boolean
  readonly onUse: ((source: string) => void) | null
  readonly onRemoved: () => void
}
function Row({ entry, isUsed, onUse, onRemoved }: RowProps) {
  const [asked, setAsked] = useState(false)
  const say = useToast()
  const remove = () =>
    void models.remove(entry.source).then(
      (bytes) => {
        say({ words: `Deleted ${nameOf(entry.source)}; ${bytesWords(bytes)} are free again.` })
        onRemoved()
      },
      (cause: unknown) => say({ words: sentenceOf(cause), tone: 'error' }),
    )
  return (
    <li className="model-row">
      <span className="model-name mono">{nameOf(entry.source)}</span>
      <span className="small quiet">
        {entry.words}
        {entry.bytes !== null && `, ${bytesWords(entry.bytes)}`}
      </span>
      <span className="grow" />
      {asked ? (
        <>
          <Button look="plain" onClick={() => setAsked(false)}>
            Keep
          </Button>
          <Button look="danger" onClick={remove}>
            Delete
          </Button>
        </>
      ) : (
        <>
          {entry.deletable && <IconButton icon="trash-2" small label={`Delete ${nameOf(entry.source)}`} onClick={() => setAsked(true)} />}
          <UseButton source={entry.source} isUsed={isUsed} onUse={onUse} />
        </>
      )}
    </li>
  )
}

const nameOf = (source: string): string => source.replace(/^hub:/, '')
