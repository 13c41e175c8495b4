/* A slider with ticks. It knows places on a line; what they mean is its owner's. */
'use client'
import { Slider as Radix } from 'radix-ui'

interface SliderProps {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly label: string
  /** Where ticks stand, as values. */
  readonly ticks?: readonly number[]
  readonly disabled?: boolean
  readonly valueText?: string
  readonly onChange: (value: number) => void
}

export function Slider({ value, min, max, step, label, ticks = [], disabled, valueText, onChange }: SliderProps) {
  const place = (tick: number) => `${(100 * (tick - min)) / (max - min || 1)}%`
  return (
    <Radix.Root
      className="slider"
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled ?? false}
      onValueChange={([next]) => next !== undefined && onChange(next)}
    >
      <Radix.Track className="slider-track">
        <Radix.Range className="slider-range" />
      </Radix.Track>
      {ticks.map((tick) => (
        <u key={tick} style={{ left: place(tick) }} aria-hidden />
      ))}
      <Radix.Thumb className="slider-thumb" aria-label={label} {...(valueText ? { 'aria-valuetext': valueText } : {})} />
    </Radix.Root>
  )
}
