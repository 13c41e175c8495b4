/* On the full screen: steps through layers and heads, where the panel names the params that hold them. */
'use client'
import type { AttentionPanel } from '../../lib/viz/panels'
import type { OnAction } from './actions'

export function AttentionTools({ panel, onAction }: { readonly panel: AttentionPanel; readonly onAction?: OnAction }) {
  const { layerParam, headParam, layers, heads, head } = panel
  if (!onAction || (!layerParam && !headParam)) return null
  const set = (param: string) => (value: number) => onAction({ kind: 'set-param', param, value })
  return (
    <div className="vz-tools">
      {layerParam && <Stepper name="Layer" value={panel.layer} most={(layers ?? panel.layer + 1) - 1} onSet={set(layerParam)} />}
      {headParam && head !== null && <Stepper name="Head" value={head} most={(heads?.count ?? head + 1) - 1} onSet={set(headParam)} />}
    </div>
  )
}

interface StepperProps {
  readonly name: string
  readonly value: number
  readonly most: number
  readonly onSet: (value: number) => void
}

function Stepper({ name, value, most, onSet }: StepperProps) {
  return (
    <div className="vz-stepper" role="group" aria-label={name}>
      <span>{name}</span>
      <span className="vz-steps">
        <button type="button" aria-label={`${name} down`} disabled={value <= 0} onClick={() => onSet(value - 1)}>
          <Arrow d="M10 4 6 8l4 4" />
        </button>
        <b>{value}</b>
        <button type="button" aria-label={`${name} up`} disabled={value >= most} onClick={() => onSet(value + 1)}>
          <Arrow d="M6 4l4 4-4 4" />
        </button>
      </span>
    </div>
  )
}

const Arrow = ({ d }: { readonly d: string }) => (
  <svg
    width="14"
    height="14"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.35"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden
  >
    <path d={d} />
  </svg>
)
