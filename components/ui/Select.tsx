/* One of many: the browser's own select, which every keyboard, reader and phone knows. */
'use client'
import { Icon } from './Icon'

interface SelectProps {
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly label: string
  readonly disabled?: boolean
  readonly onChange: (value: string) => void
}

export function Select({ value, options, label, disabled, onChange }: SelectProps) {
  return (
    <span className="field select">
      <select value={value} aria-label={label} disabled={disabled} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" small />
    </span>
  )
}
