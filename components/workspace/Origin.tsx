/* Where the value at each output comes from, and what of the node's key changed: asked of the runtime when it is looked at. */
'use client'
import { useState } from 'react'
import type { KeyChange, NodeView, Provenance } from '../../lib/session/types'
import { timeWords } from '../canvas'
import { useSession } from './hooks'
import { useAsked } from './use-asked'

const signOf = (id: string, view: NodeView | null, port = ''): string =>
  [id, port, view?.state, view?.reason, view?.ms, view?.outputs[port]?.hash].join(' ')

export function KeyChanges({ id, view }: { readonly id: string; readonly view: NodeView }) {
  const session = useSession()
  const changes = useAsked<readonly KeyChange[] | null>(() => session.keyChanges(id), signOf(id, view))
  if (!changes || changes.length === 0) return null
  return (
    <dl className="outputs key-changes">
      {changes.map(({ part, before, now }) => (
        <div key={part}>
          <dt className="mono">{part}</dt>
          <dd className="mono">
            {short(before)} → {short(now)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
const short = (text: string | undefined): string => (text === undefined ? '–' : text.length > 40 ? `${text.slice(0, 39)}…` : text)

export function Origin({ id, port, view }: { readonly id: string; readonly port: string; readonly view: NodeView }) {
  const session = useSession()
  const [open, setOpen] = useState(false)
  return (
    <details className="origin" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Where {port} comes from</summary>
      {open && <Facts ask={() => session.provenance(id, port)} sign={signOf(id, view, port)} />}
    </details>
  )
}

function Facts({ ask, sign }: { readonly ask: () => Promise<Provenance | null>; readonly sign: string }) {
  const found = useAsked(ask, sign)
  if (!found) return <p className="small quiet">Nothing was made yet.</p>
  return (
    <dl className="outputs">
      {rowsOf(found).map(([name, value], at) => (
        <div key={`${name}${at}`}>
          <dt>{name}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function rowsOf(found: Provenance): readonly (readonly [string, string])[] {
  const facts = Object.entries(found.facts).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  )
  return [
    ['Node', `${found.node}, ${found.kind}`],
    ['Port', `${found.port}, ${found.type}`],
    ['Key', found.key.slice(0, 16)],
    ...(found.hash === undefined ? [] : [['Value', found.hash.slice(0, 16)] as const]),
    ...found.inputs.map(({ port, from, hash }) => [port, `${from} ${hash.slice(0, 8)}`] as const),
    ...facts,
    ...(found.seed === undefined ? [] : [['Seed', String(found.seed)] as const]),
    ...(found.ms === undefined ? [] : [['Took', timeWords(found.ms)] as const]),
    ...(found.when === undefined ? [] : [['When', new Date(found.when).toLocaleString()] as const]),
    ['From', found.current ? found.from : `${found.from}, of an earlier key`],
  ]
}
