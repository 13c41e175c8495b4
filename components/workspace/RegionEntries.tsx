/* The entries of a region: axes with their values, what is carried, what comes next, what is kept. Names and values are edited here, wires shown and taken off. */
'use client'
import { useState } from 'react'
import type { Json } from '../../lib/graph/json'
import type { KindCard } from '../../lib/session/types'
import { Button, IconButton, TextField } from '../ui'
import { axisWords, readAxis } from './axis-words'
import type { GraphNode } from './hooks'
import { freeId } from './kinds'
import { usePage } from './room'
import { namesIn } from './walls'

const TITLES: Readonly<Record<string, string>> = { axes: 'Axes', carry: 'Carried', next: 'Next', keep: 'Kept' }
const TEACH: Readonly<Record<string, string>> = {
  axes: 'Name an axis with its values, or let a wire go on axis … in the left wall.',
  carry: 'Let a wire go on carry … in the left wall: the state of the first turn.',
  next: 'Wire the next state inside to its line in the right wall.',
  keep: 'Let a wire from inside go on keep … in the right wall.',
}

interface RegionEntriesProps {
  readonly id: string
  readonly node: GraphNode
  readonly region: NonNullable<KindCard['region']>
}
export function RegionEntries({ id, node, region }: RegionEntriesProps) {
  const { actions } = usePage()
  const addAxis = () => {
    const name = freeId('axis', new Set(namesIn(node, 'axes')))
    actions.apply([{ op: 'set-axis', id, name, value: [1, 2, 3] }], `Added the axis ${name}`)
  }
  return Object.keys(region.entries).map((param) => (
    <section key={param} className="section entries" aria-label={TITLES[param] ?? param}>
      <div className="block-title">
        {TITLES[param] ?? param}
        <span className="grow" />
        {param === 'axes' && <IconButton icon="plus" small label="Add an axis" onClick={addAxis} />}
      </div>
      {namesIn(node, param).map((name) => (
        <Entry key={name} id={id} node={node} param={param} name={name} />
      ))}
      {namesIn(node, param).length === 0 && <p className="small quiet">{TEACH[param]}</p>}
    </section>
  ))
}

interface EntryProps {
  readonly id: string
  readonly node: GraphNode
  readonly param: string
  readonly name: string
}
function Entry({ id, node, param, name }: EntryProps) {
  const { actions } = usePage()
  const refs = node.entryWires?.[param]?.[name]
  const written = (node.params[param] as Readonly<Record<string, Json>> | undefined)?.[name]
  const remove = () =>
    actions.apply(
      [refs ? { op: 'set-entry', id, param, name, wires: null } : { op: 'set-axis', id, name, value: undefined }],
      `Took ${name} out of ${param}`,
    )
  return (
    <div className="entry-row">
      <Name id={id} param={param} name={name} />
      {refs ? (
        <code className="small second entry-wire">← {refs.map((ref) => `${ref.node}.${ref.port}`).join(', ')}</code>
      ) : (
        <AxisValues id={id} name={name} value={written} />
      )}
      <IconButton icon="x" small label={`Take ${name} out`} onClick={remove} />
    </div>
  )
}

function Name({ id, param, name }: Pick<EntryProps, 'id' | 'param' | 'name'>) {
  const { actions } = usePage()
  const [typed, setTyped] = useState<string | null>(null)
  const leave = () => {
    const to = typed?.trim() ?? ''
    if (to !== '' && to !== name) actions.apply([{ op: 'rename-entry', id, param, name, to }], `Renamed ${name} to ${to}`)
    setTyped(null)
  }
  return <TextField mono label={`Name of ${name} in ${param}`} value={typed ?? name} onChange={setTyped} onCommit={leave} />
}

function AxisValues({ id, name, value }: { readonly id: string; readonly name: string; readonly value: Json | undefined }) {
  const { actions } = usePage()
  const [typed, setTyped] = useState<string | null>(null)
  const leave = () => {
    const read = typed === null ? undefined : readAxis(typed)
    if (read !== undefined && JSON.stringify(read) !== JSON.stringify(value))
      actions.apply([{ op: 'set-axis', id, name, value: read }], `Set the axis ${name}`)
    setTyped(null)
  }
  return <TextField mono label={`Values of ${name}`} value={typed ?? axisWords(value)} onChange={setTyped} onCommit={leave} />
}

/** Of a use: what it has of its own, and its definition. */
export function UseDetails({ id, node, onOpen }: { readonly id: string; readonly node: GraphNode; readonly onOpen: () => void }) {
  const { actions } = usePage()
  const overrides = (node.params['overrides'] ?? {}) as Readonly<Record<string, Json>>
  return (
    <section className="section entries" aria-label="Subgraph">
      <div className="block-title">Subgraph</div>
      <div className="row settings-row">
        <Button icon="corner-right-down" onClick={onOpen}>
          Open
        </Button>
        <Button icon="unlink" onClick={() => actions.nodes.detach(id)}>
          Detach
        </Button>
      </div>
      {Object.entries(overrides).map(([name, value]) => (
        <div key={name} className="entry-row">
          <code>{name}</code>
          <span className="small">{JSON.stringify(value)}</span>
          <IconButton
            icon="x"
            small
            label={`Take ${name} back to the definition's`}
            onClick={() => {
              const { [name]: _gone, ...left } = overrides
              actions.apply(
                [{ op: 'set-param', id, param: 'overrides', value: Object.keys(left).length > 0 ? left : undefined }],
                `Took ${name} back`,
              )
            }}
          />
        </div>
      ))}
    </section>
  )
}
