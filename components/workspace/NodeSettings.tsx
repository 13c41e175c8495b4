/* How the chosen node is run: its mode, switches, retries, and for each output a pinned value and what stands in when it fails. */
'use client'
import { useState } from 'react'
import type { Json } from '../../lib/graph/json'
import type { NodeView } from '../../lib/session/types'
import { Button, Segmented, Switch, TextField } from '../ui'
import type { GraphNode } from './hooks'
import { withOutput, type NodeDoors, type Setting } from './node-doors'
import { usePage } from './room'

const MODES = [
  { value: 'auto', label: 'Auto' },
  { value: 'live', label: 'Live' },
  { value: 'manual', label: 'Manual' },
  { value: 'frozen', label: 'Frozen' },
]

interface NodeSettingsProps {
  readonly id: string
  readonly node: GraphNode
  readonly view: NodeView | null
  readonly outputs: readonly string[]
}

export function NodeSettings({ id, node, view, outputs }: NodeSettingsProps) {
  const { actions } = usePage()
  const doors = actions.nodes
  const now = node.settings ?? {}
  const set = (setting: Setting, value: Json | undefined) => doors.setSetting(id, setting, value)
  return (
    <section className="section settings" aria-label="How it runs">
      <div className="block-title">How it runs</div>
      <Segmented
        wide
        label={`How ${id} runs`}
        value={now.mode ?? 'auto'}
        options={MODES}
        onChange={(mode) => set('mode', mode === 'auto' ? undefined : mode)}
      />
      <div className="row settings-row">
        <Switch checked={now.mute === true} label="Mute" words="Mute" onChange={(on) => set('mute', on || undefined)} />
        <Switch checked={now.bypass === true} label="Bypass" words="Bypass" onChange={(on) => set('bypass', on || undefined)} />
        <span className="grow" />
        <Retry value={now.retry} onChange={(value) => set('retry', value)} />
      </div>
      <RunButtons id={id} view={view} doors={doors} />
      {outputs.map((port) => (
        <OutputSettings key={port} id={id} port={port} node={node} view={view} />
      ))}
    </section>
  )
}

function Retry({ value, onChange }: { readonly value: Json | undefined; readonly onChange: (value: Json | undefined) => void }) {
  const times =
    typeof value === 'number' ? value : typeof value === 'object' && value !== null && 'times' in value ? Number(value.times) : 0
  const [typed, setTyped] = useState<string | null>(null)
  const leave = () => {
    const next = Number(typed)
    if (typed !== null && Number.isInteger(next) && next >= 0) onChange(next === 0 ? undefined : next)
    setTyped(null)
  }
  return (
    <span className="row retries">
      Retries
      <span className="retry">
        <TextField
          label="How often a failed run is tried again"
          inputMode="decimal"
          value={typed ?? String(times)}
          onChange={setTyped}
          onCommit={leave}
        />
      </span>
    </span>
  )
}

function RunButtons({ id, view, doors }: { readonly id: string; readonly view: NodeView | null; readonly doors: NodeDoors }) {
  return (
    <div className="row settings-row">
      <Button icon="play" onClick={() => doors.runTo(id)}>
        {view?.held === 'asks' ? 'Allow and run' : 'Run to here'}
      </Button>
      <Button icon="step-forward" onClick={() => doors.runFrom(id)}>
        From here
      </Button>
      <Button icon="git-branch" onClick={() => doors.runBranch(id)}>
        Branch
      </Button>
    </div>
  )
}

interface OutputProps {
  readonly id: string
  readonly port: string
  readonly node: GraphNode
  readonly view: NodeView | null
}
function OutputSettings({ id, port, node, view }: OutputProps) {
  const { actions } = usePage()
  const { pin, fallback } = node.settings ?? {}
  const json = view?.outputs[port]?.json
  const pinned = pin !== undefined && port in pin
  const fallen = fallback !== undefined && port in fallback
  const put = (setting: 'pin' | 'fallback', value: Json | undefined) =>
    actions.nodes.setSetting(id, setting, withOutput(node.settings?.[setting] as Json | undefined, port, value))
  return (
    <div className="output-settings">
      <div className="row">
        <code>{port}</code>
        <span className="grow" />
        <Button
          look="plain"
          icon={pinned ? 'pin-off' : 'pin'}
          disabled={!pinned && (json === undefined || json === null)}
          onClick={() => put('pin', pinned ? undefined : json)}
        >
          {pinned ? 'Take the pin off' : 'Pin'}
        </Button>
        <Button look="plain" icon="life-buoy" onClick={() => put('fallback', fallen ? undefined : (json ?? ''))}>
          {fallen ? 'No fallback' : 'Fallback'}
        </Button>
      </div>
      {pinned && <ValueField label={`Pinned value of ${port}`} value={pin[port]!} onChange={(value) => put('pin', value)} />}
      {fallen && <ValueField label={`Fallback of ${port}`} value={fallback[port]!} onChange={(value) => put('fallback', value)} />}
    </div>
  )
}

/** Texts as they are; everything else as JSON. */
function ValueField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: Json
  readonly onChange: (value: Json) => string | null
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const [fault, setFault] = useState(false)
  const shown = typed ?? (typeof value === 'string' ? value : JSON.stringify(value))
  const leave = () => {
    if (typed === null) return
    const read = typeof value === 'string' ? typed : readJson(typed)
    setFault(read === undefined)
    if (read !== undefined && onChange(read) === null) setTyped(null)
  }
  return (
    <label className="value-field">
      <span className="small quiet">{label.split(' of ')[0]}</span>
      <TextField mono label={label} value={shown} invalid={fault} onChange={setTyped} onCommit={leave} />
    </label>
  )
}
function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
