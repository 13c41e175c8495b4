/* One of a few, all in sight. Arrow keys choose, as in any radio group. */
'use client'
import { RadioGroup } from 'radix-ui'

interface SegmentedProps {
  /** Null while nothing is chosen. */
  readonly value: string | null
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly label: string
  readonly wide?: boolean
  readonly disabled?: boolean
  readonly onChange: (value: string) => void
}

export function Segmented({ value, options, label, wide = false, disabled, onChange }: SegmentedProps) {
  return (
    <RadioGroup.Root
      className={wide ? 'seg wide' : 'seg'}
      orientation="horizontal"
      value={value}
      disabled={disabled ?? false}
      onValueChange={onChange}
      aria-label={label}
    >
      {options.map((option) => (
        <RadioGroup.Item key={option.value} value={option.value} className="seg-item">
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
