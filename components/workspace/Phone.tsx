/* The notebook on a small screen: read, see the graph, or work the controls; three places at the bottom. */
'use client'
import { Link } from './Link'
import { useMemo, useState } from 'react'
import type { Json } from '../../lib/graph/json'
import { Form } from '../controls'
import { Icon, IconButton, Mark, Menu, type MenuItem } from '../ui'
import { Blocks } from './Blocks'
import { boundedBy, heldBack } from './bounded'
import { useBlock, useNode, useNotebookFact, useTitle, useView } from './hooks'
import { Pinned } from './Inspector'
import { ChooseModel } from './models/ChooseModel'
import { keptMembers } from './members'
import { Notices } from './Notices'
import { OutlineDialog } from './Outline'
import { Problems } from './Problems'
import type { Reading } from './reading'
import { usePage } from './room'
import { SheetBlock } from './SheetBlock'
import { ThemeSwitch } from './ThemeSwitch'
import { titleOf } from './sheet-model'
import { TitleBlock } from './TitleBlock'

type Tab = 'read' | 'graph' | 'controls'
const TABS: readonly { readonly tab: Tab; readonly icon: string; readonly words: string }[] = [
  { tab: 'read', icon: 'text-align-start', words: 'Read' },
  { tab: 'graph', icon: 'workflow', words: 'Graph' },
  { tab: 'controls', icon: 'sliders-horizontal', words: 'Controls' },
]

export function Phone({ reading, menu }: { readonly reading: Reading; readonly menu: readonly MenuItem[] }) {
  const title = useTitle()
  const [tab, setTab] = useState<Tab>('read')
  const [outline, setOutline] = useState(false)
  return (
    <div className="phone">
      <header className="bar">
        <Link className="mark" href="/" aria-label="Vitrine, to the shelf">
          <Mark />
        </Link>
        <b>{title}</b>
        <span className="grow" />
        <ThemeSwitch />
        <IconButton icon="list" label="Outline" onClick={() => setOutline(true)} />
        <Menu label="This notebook" items={menu} align="end">
          <IconButton icon="ellipsis" label="This notebook" />
        </Menu>
      </header>
      <main className="phone-scroll">
        {tab === 'read' && (
          <>
            <TitleBlock />
            <Problems />
            <Notices />
            <Blocks reading={reading} title={title} />
          </>
        )}
        {tab === 'graph' && reading.shown.map((id) => <GraphOnly key={id} id={id} />)}
        {tab === 'controls' && <Controls reading={reading} />}
      </main>
      <nav className="tabs" aria-label="Parts">
        {TABS.map(({ tab: name, icon, words }) => (
          <button
            type="button"
            key={name}
            aria-current={tab === name ? 'page' : undefined}
            className={tab === name ? 'on' : ''}
            onClick={() => setTab(name)}
          >
            <Icon name={icon} />
            {words}
          </button>
        ))}
      </nav>
      <OutlineDialog reading={reading} open={outline} onOpenChange={setOutline} onGo={() => setTab('read')} />
    </div>
  )
}

function GraphOnly({ id }: { readonly id: string }) {
  const block = useBlock(id)
  return block?.type === 'graph' ? <SheetBlock block={block} look="sheet" /> : null
}

/** Every node's params, one below the other. */
function Controls({ reading }: { readonly reading: Reading }) {
  const shown = new Set(reading.shown)
  const ids = useNotebookFact((notebook) =>
    notebook.blocks
      .flatMap((block) => (block.type === 'graph' && shown.has(block.id) ? keptMembers(block).map((member) => member.id) : []))
      .join(' '),
  )
  return (
    <div className="phone-controls">
      <Pinned />
      {ids.split(' ').map((id) => (
        <NodeControls key={id} id={id} />
      ))}
    </div>
  )
}

function NodeControls({ id }: { readonly id: string }) {
  const { card, actions } = usePage()
  const node = useNode(id)
  const kind = node ? card(node.kind) : undefined
  const view = useView(id)
  const schema = useMemo(() => kind && boundedBy(kind.schema, view?.panels ?? []), [kind, view?.panels])
  const names = Object.keys((kind?.schema as { readonly properties?: object } | null)?.properties ?? {})
  const held = heldBack(view?.panels ?? [])
  if (!node || !kind || names.length === 0) return null
  const wired = Object.fromEntries(Object.entries(node.paramWires).map(([name, from]) => [name, { from: `${from.node}.${from.port}` }]))
  return (
    <section className="section">
      <div className="block-title">
        <Icon name={kind.icon} small />
        {titleOf(kind, node)}
        <span className="grow" />
        <code className="quiet">{node.id}</code>
      </div>
      <Form
        schema={schema}
        params={node.params}
        wired={wired}
        context={node.id}
        only={names.filter((name) => !held.includes(name))}
        onChange={(param, value) => actions.setParam(node.id, param, value as Json)}
      />
      {node.kind === 'model' && <ChooseModel node={node.id} />}
    </section>
  )
}
