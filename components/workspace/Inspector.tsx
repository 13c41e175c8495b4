/* What is selected: its params as controls, the pinned mark with where its number comes from, why it ran, what it gives, its help. */
'use client'
import { memo, useMemo } from 'react'
import type { Json } from '../../lib/graph/json'
import type { KindCard, NodeView } from '../../lib/session/types'
import { Glyph } from '../viz/Glyph'
import { MarkDetails } from '../viz/MarkCard'
import { PortShape } from '../viz/PortShape'
import { mendOf, stateWords } from '../canvas'
import { Form } from '../controls'
import { Icon, IconButton } from '../ui'
import { boundedBy } from './bounded'
import { Help } from './Help'
import { ChooseModel } from './models/ChooseModel'
import { useNode, useStatus, useTitle, useView, type GraphNode } from './hooks'
import { usePage } from './room'
import { titleOf } from './sheet-model'
import { useSpot } from './spot'

export const Inspector = memo(function Inspector() {
  const { selection, card } = usePage()
  const id = useSpot(selection, (ids) => ids.at(-1) ?? null)
  const node = useNode(id)
  if (!node) return <Nothing />
  return <Inspected key={node.id} node={node} card={card(node.kind)} />
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

const Inspected = memo(function Inspected({ node, card }: { readonly node: GraphNode; readonly card: KindCard | undefined }) {
  const view = useView(node.id)
  return (
    <>
      <Head icon={card?.icon ?? 'square'} title={titleOf(card, node)} right={`${node.kind}@${node.version}`} />
      {card && <Params node={node} card={card} view={view} />}
      {view?.error && <ErrorSection view={view} />}
      <Pinned />
      {view && <Why view={view} />}
      {view && <Outputs view={view} card={card} node={node} />}
      {card && <Help kind={card.kind} summary={card.summary} sources={card.sources} />}
    </>
  )
})

function Params({ node, card, view }: { readonly node: GraphNode; readonly card: KindCard; readonly view: NodeView | null }) {
  const { actions } = usePage()
  const wired = Object.fromEntries(
    Object.entries(node.paramWires).map(([name, from]) => {
      const value = view?.wiredParams?.[name]
      return [name, { from: `${from.node}.${from.port}`, ...(value === undefined ? {} : { value }) }]
    }),
  )
  const schema = useMemo(() => boundedBy(card.schema, view?.panels ?? []), [card.schema, view?.panels])
  const hasParams = Object.keys((card.schema as { readonly properties?: object } | null)?.properties ?? {}).length > 0
  if (!hasParams) return null
  return (
    <div className="section params">
      <Form
        schema={schema}
        params={node.params}
        wired={wired}
        context={node.id}
        onChange={(param, value) => actions.setParam(node.id, param, value as Json)}
      />
      {node.kind === 'model' && <ChooseModel node={node.id} />}
      {Object.keys(wired).map((name) => (
        <button type="button" key={name} className="link small" onClick={() => actions.unwireParam(node.id, name)}>
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

function Why({ view }: { readonly view: NodeView }) {
  const changed = view.why ?? []
  return (
    <section className="section" aria-label="Why it ran">
      <div className="block-title">Why it ran</div>
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
          `${stateWords(view)}.`
        )}
      </p>
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

function Outputs({ view, card, node }: { readonly view: NodeView; readonly card: KindCard | undefined; readonly node: GraphNode }) {
  const ports = card?.ports(node.params).outputs ?? []
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
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
