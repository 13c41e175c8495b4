/* A number: a slider with its value where both ends are stated, a field otherwise. The value can be typed in both. */
'use client'
import { useState, type KeyboardEvent } from 'react'
import { Slider, TextField } from '../ui'
import { print, readNumber } from './check'
import { boundsOf, stepOf, ticksOf } from './schema'
import type { InnerProps } from './inner-props'

/** Digits after the point that a step can make. */
const digitsOf = (step: number): number => Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)))

export function NumberControl(props: InnerProps) {
  const { schema, value, label } = props
  const bounds = boundsOf(schema)
  if (!bounds) return <Typed {...props} />
  const step = stepOf(schema)
  const now = typeof value === 'number' ? value : bounds.min
  const slide = (next: number) => props.onChange(Number(next.toFixed(digitsOf(step))))
  return (
    <span className="number-control">
      <Slider
        value={now}
        min={bounds.min}
        max={bounds.max}
        step={step}
        ticks={ticksOf(schema)}
        label={label}
        valueText={print(now)}
        onChange={slide}
      />
      <Typed {...props} />
    </span>
  )
}

function Typed({ schema, value, label, refusal, refusalId, onChange }: InnerProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const good = typeof value === 'number' ? print(value) : ''
  const text = typed ?? good
  const type = (next: string) => {
    setTyped(next)
    const number = readNumber(next)
    // Half-typed numbers (`-`, `0.`) are waited for; the refusal comes on leaving.
    if (number !== null && !/[.,]$/.test(next)) onChange(number)
  }
  const leave = () => {
    if (typed === null) return
    const accepted = onChange(readNumber(typed) ?? Number.NaN)
    if (accepted) setTyped(null)
  }
  const step = (direction: 1 | -1, event: KeyboardEvent) => {
    const by = stepOf(schema) * (event.shiftKey ? 10 : 1)
    const from = readNumber(text) ?? 0
    setTyped(null)
    onChange(Number((from + direction * by).toFixed(digitsOf(by))))
  }
  return (
    <TextField
      value={text}
      label={label}
      unit={schema.unit ?? ''}
      invalid={refusal !== null}
      describedBy={refusal ? refusalId : ''}
      inputMode="decimal"
      onChange={type}
      onCommit={leave}
      onStep={step}
    />
  )
}
