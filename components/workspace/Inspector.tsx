/* What is selected: its params as controls, the pinned mark with where its number comes from, why it ran, what it gives, its help. */
'use client'
import { memo, useMemo, useState } from 'react'
import type { Json } from '../../lib/graph/json'
import type { KindCard, NodeView } from '../../lib/session/types'
import { Glyph } from '../viz/Glyph'
import { MarkDetails } from '../viz/MarkCard'
import { PortShape } from '../viz/PortShape'
import { mendOf, stateWords } from '../canvas'
import { Form } from '../controls'
import { Icon, IconButton, Switch } from '../ui'
import { boundedBy, heldBack } from './bounded'
import { portsOf } from './draw-node'
import { Help } from './Help'
import { ChooseModel } from './models/ChooseModel'
import { ExportModel } from './models/ExportModel'
import { holdsModel } from './models/exports'
import { memberOf } from './members'
import { NodeSettings } from './NodeSettings'
import { KeyChanges, Origin } from './Origin'
import { RegionEntries, UseDetails } from './RegionEntries'
import { Stream } from './Stream'
import { useNode, useSession, useStatus, useTitle, useView, type GraphNode } from './hooks'
import { usePage } from './room'
import { titleOf } from './sheet-model'
import { useSpot } from './spot'

export const Inspector = memo(function Inspector() {
  const { selection, card } = usePage()
  const id = useSpot(selection, (ids) => ids.at(-1) ?? null)
  const node = useNode(id)
  if (!node) return <Nothing />
  return <Inspected key={id} id={id ?? node.id} node={node} card={card(node.kind)} />
})

function Nothing() {
  const title = useTitle()
  return (
    <>
      <Head icon="square" title={title} right="" />
      <div className="section">
        <p className="small second inspector-words">
          Nothing is selected. A click on a node shows what it does, what went in and what came out.
        </p>
      </div>
      <Pinned />
    </>
  )
}

function Head({ icon, title, right }: { readonly icon: string; readonly title: string; readonly right: string }) {
  return (
    <div className="insp-head">
      <span className="row quiet">
        <Icon name={icon} small />
      </span>
      <h2>{title}</h2>
      <span className="grow" />
      <code className="small quiet">{right}</code>
    </div>
  )
}

interface InspectedProps {
  /** As the document names it; a definition's node is computed under its use's. */
  readonly id: string
  readonly node: GraphNode
  readonly card: KindCard | undefined
}
const Inspected = memo(function Inspected({ id, node, card }: InspectedProps) {
  const { inside } = usePage()
  const live = inside.liveId(id)
  const view = useView(live)
  const outputs = Object.keys(view?.outputs ?? {})
  const streams = card?.ports(node.params).outputs.some((port) => port.streams)
  return (
    <>
      <Head icon={card?.icon ?? 'square'} title={titleOf(card, node)} right={`${node.kind}@${node.version}`} />
      {card && <Params id={id} node={node} card={card} view={view} />}
      {card?.region && <RegionEntries id={id} node={node} region={card.region} />}
      {card?.definition && <UseDetails id={id} node={node} onOpen={() => inside.enter(id)} />}
      {holdsModel(view?.outputs) && (
        <div className="section">
          <ExportModel live={live} />
        </div>
      )}
      {view?.error && <ErrorSection view={view} />}
      <Pinned />
      {view && <Why view={view} live={live} />}
      {view && streams && <Stream id={live} view={view} />}
      {view && <Outputs view={view} card={card} node={node} live={live} />}
      <NodeSettings id={id} node={node} view={view} outputs={outputs} />
      {card && <Help {...helpOf(card, node)} sources={card.sources} />}
    </>
  )
})

/** A use of a shipped definition has the help of that definition, under its name. */
function helpOf(card: KindCard, node: GraphNode): { readonly kind: string; readonly page: string; readonly summary: string } {
  const name = card.definition === undefined ? undefined : node.params[card.definition]
  const preset = card.presets.find(({ params }) => card.definition !== undefined && params[card.definition] === name)
  return { kind: card.kind, page: typeof name === 'string' && preset ? name : card.kind, summary: preset?.summary ?? card.summary }
}

interface ParamsProps {
  readonly id: string
  readonly node: GraphNode
  readonly card: KindCard
  readonly view: NodeView | null
}
function Params({ id, node, card, view }: ParamsProps) {
  const { actions, inside } = usePage()
  const session = useSession()
  const [alone, setAlone] = useState(false)
  const use = inside.useOf(id)
  // In one use alone: the value goes into the use's overrides, and the definition keeps its own.
  const set = (param: string, value: Json): string | null => {
    const around = alone && use !== null ? memberOf(session.notebook(), use)?.from : undefined
    if (!around || use === null) return actions.setParam(id, param, value)
    const before = (around.params['overrides'] ?? {}) as Readonly<Record<string, Json>>
    return actions.setParam(use, 'overrides', { ...before, [`${node.id}.${param}`]: value })
  }
  const own = card.region ? Object.keys(card.region.entries) : card.definition ? ['overrides'] : []
  const names = Object.keys((card.schema as { readonly properties?: object } | null)?.properties ?? {})
  const wired = Object.fromEntries(
    Object.entries(node.paramWires).map(([name, from]) => {
      const value = view?.wiredParams?.[name]
      return [name, { from: `${from.node}.${from.port}`, ...(value === undefined ? {} : { value }) }]
    }),
  )
  const schema = useMemo(() => boundedBy(card.schema, view?.panels ?? []), [card.schema, view?.panels])
  const held = heldBack(view?.panels ?? [])
  if (names.length === 0) return null
  return (
    <div className="section params" data-params={id}>
      <Form
        schema={schema}
        params={node.params}
        wired={wired}
        context={id}
        only={names.filter((name) => !own.includes(name) && !held.includes(name))}
        onChange={(param, value) => set(param, value as Json)}
      />
      {held.length > 0 && <p className="small second">What the options are worth stands here once the question is answered or passed.</p>}
      {node.kind === 'model' && <ChooseModel node={node.id} />}
      {use !== null && <Switch checked={alone} label="Only in this use" words="Only in this use" onChange={setAlone} />}
      {Object.keys(wired).map((name) => (
        <button type="button" key={name} className="link small" onClick={() => actions.unwireParam(id, name)}>
          Take the wire off {name}
        </button>
      ))}
    </div>
  )
}

function ErrorSection({ view }: { readonly view: NodeView }) {
  return (
    <section className="section" aria-label="Cause">
      <div className="block-title s-error">
        <Glyph state="error" />
        Cause
      </div>
      <p className="small">
        {view.error?.message} <span className="second">{view.error?.hint}</span>
      </p>
      {mendOf(view.error?.code) && <ChooseModel node={view.id} lacking />}
    </section>
  )
}

/** The pinned cell, with all that only this room knows of it: maker, model, backend, seed. */
export function Pinned() {
  const page = usePage()
  const pinned = useSpot(page.pinned)
  const engine = useStatus()
  const view = useView(pinned?.node ?? null)
  if (!pinned) return null
  const [model] = engine.models
  const more = [
    { name: 'Made by', value: pinned.node },
    ...(model ? [{ name: 'Model', value: `${model.name} ${model.digest.slice(0, 8)}` }] : []),
    ...(engine.backend ? [{ name: 'Backend', value: engine.backend.split(':')[0]! }] : []),
    ...(view ? [{ name: 'Seed', value: String(view.seed) }] : []),
  ]
  return (
    <section className="section" aria-label="Pinned">
      <div className="block-title">
        Pinned
        <span className="grow" />
        <IconButton icon="pin" small label="Let go" onClick={() => page.pinned.set(null)} />
      </div>
      <div className="prov-card">
        <MarkDetails mark={pinned.mark} whole look="label" more={more} />
      </div>
    </section>
  )
}

function Why({ view, live }: { readonly view: NodeView; readonly live: string }) {
  const changed = view.why ?? []
  return (
    <section className="section" aria-label="Why">
      <div className="block-title">{view.state === 'stale' ? 'Why it is stale' : 'Why it ran'}</div>
      <p className="small second">
        {changed.length > 0 ? (
          <>
            Changed since the run before: <Listed names={changed} />.
          </>
        ) : view.fromMemo ? (
          'Nothing in its key changed; the value was in memory.'
        ) : view.state === 'fresh' ? (
          'It ran for the first time.'
        ) : (
          `${stateWords(view).replace(/\.$/, '')}.`
        )}
      </p>
      <KeyChanges id={live} view={view} />
    </section>
  )
}

const Listed = ({ names }: { readonly names: readonly string[] }) =>
  names.map((name, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <span className="mono">{name}</span>
    </span>
  ))

interface OutputsProps {
  readonly view: NodeView
  readonly card: KindCard | undefined
  readonly node: GraphNode
  readonly live: string
}
function Outputs({ view, card, node, live }: OutputsProps) {
  const session = useSession()
  const definition = (name: string) => {
    const block = session.notebook().blocks.find((each) => each.type === 'define' && each.name === name)
    return block?.type === 'define' ? block : undefined
  }
  const ports = portsOf(node, card, definition)?.outputs ?? []
  if (ports.length === 0) return null
  return (
    <section className="section" aria-label="What it gives">
      <div className="block-title">What it gives</div>
      <dl className="outputs">
        {ports.map((port) => {
          const value = view.outputs[port.name]
          return (
            <div key={port.name} title={port.doc}>
              <dt>
                <PortShape type={port.type} /> {port.name}
              </dt>
              <dd>
                {value?.summary || <span className="quiet">nothing yet</span>}
                {value?.hash && <code className="quiet"> {value.hash.slice(0, 8)}</code>}
                {value?.instead && <span className="quiet"> {INSTEAD[value.instead]}</span>}
              </dd>
            </div>
          )
        })}
      </dl>
      {ports.flatMap(({ name }) => (view.outputs[name] ? [<Origin key={name} id={live} port={name} view={view} />] : []))}
    </section>
  )
}
const INSTEAD = { pin: 'pinned', fallback: 'the fallback', bypass: 'passed through' } as const
