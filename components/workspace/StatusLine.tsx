/* One line under everything: state counts, whether it is kept, memory, backend, model. */
'use client'
import { useState } from 'react'
import { Glyph } from '../viz/Glyph'
import { PageFacts } from './PageFacts'
import { cacheWords } from './cache-words'
import { useCounts, useSaveState, useStatus } from './hooks'

type State = keyof ReturnType<typeof useCounts>
const ORDER: readonly State[] = [
  'fresh',
  'stale',
  'queued',
  'running',
  'streaming',
  'error',
  'blocked',
  'empty',
  'cancelled',
  'frozen',
  'disabled',
  'skipped',
]
const WORDS: Partial<Record<State, string>> = { error: 'in error' }

const megabytes = (bytes: number) => Math.round(bytes / 1e6)

export function StatusLine() {
  const counts = useCounts()
  const engine = useStatus()
  const saved = useSaveState()
  const [shown, setShown] = useState(false)
  return (
    <footer className="status">
      {ORDER.filter((state) => (counts[state] ?? 0) > 0).map((state) => (
        <span key={state} className={`s-${state}`}>
          <Glyph state={state} />
          {counts[state]} {WORDS[state] ?? state}
        </span>
      ))}
      <span className="grow" />
      {engine.lacks.map((lack) => (
        <span key={lack} title={lack} className="lack">
          {lack}
        </span>
      ))}
      <span className={saved.state === 'failed' || saved.state === 'conflict' ? 's-error' : ''}>{saved.words}</span>
      <button type="button" className="status-more" title="What this page runs on" onClick={() => setShown(true)}>
        {engine.memoryLimit > 0 && (
          <span>
            Memory {megabytes(engine.memoryBytes)} of {megabytes(engine.memoryLimit)} MB
          </span>
        )}
        {engine.backend && <span>{engine.backend.split(':')[0]}</span>}
        {engine.models.map((model) => (
          <span key={model.digest} title={cacheWords(model.prefixCache)}>
            {model.name}
          </span>
        ))}
      </button>
      {shown && <PageFacts onClose={() => setShown(false)} />}
    </footer>
  )
}
