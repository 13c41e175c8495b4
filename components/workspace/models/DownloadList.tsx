/* Downloads under way, with bytes and time left; stopped ones go on from where they were. */
'use client'
import { Button, IconButton } from '../../ui'
import { downloads, type Download } from './downloads'

export function DownloadList({ all }: { readonly all: readonly Download[] }) {
  if (all.length === 0) return null
  return (
    <section aria-label="Downloads">
      <div className="block-title">Downloads</div>
      <ul className="model-list">
        {all.map((download) => (
          <Row key={download.source} download={download} />
        ))}
      </ul>
    </section>
  )
}

function Row({ download: { source, state, progress, why } }: { readonly download: Download }) {
  const share = progress?.share ?? 0
  return (
    <li className="model-row is-download">
      <span className="model-name mono">{source.replace(/^hub:/, '')}</span>
      <span className="small quiet" role="status">
        {wordsOf(state, progress?.words)}
      </span>
      <span className="grow" />
      {state === 'running' ? (
        <Button onClick={() => downloads.stop(source)}>Stop</Button>
      ) : (
        <>
          <IconButton icon="x" small label={`Take ${source} off this list`} onClick={() => downloads.forget(source)} />
          <Button onClick={() => downloads.start(source)}>Go on</Button>
        </>
      )}
      <span className="model-bar" role="progressbar" aria-label={source} aria-valuenow={Math.round(100 * share)}>
        <i style={{ width: `${100 * share}%` }} />
      </span>
      {why && <p className="small s-error">{why}</p>}
    </li>
  )
}

function wordsOf(state: Download['state'], words: string | undefined): string {
  if (state === 'running') return words ?? 'asks the hub'
  return words ? `stopped at ${words.split(',')[0]}` : 'not finished'
}
