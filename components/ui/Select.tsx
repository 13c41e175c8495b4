/* One of many: the browser's own select, which every keyboard, reader and phone knows. */
'use client'
import { Icon } from './Icon'

/** No option has this value: the browser would show the first one as chosen, and it could not be taken any more. */
const NONE = '\u0000'

interface SelectProps {
  /** Null while nothing is chosen. */
  readonly value: string | null
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly label: string
  readonly disabled?: boolean
  readonly onChange: (value: string) => void
}

export function Select({ value, options, label, disabled, onChange }: SelectProps) {
  return (
    <span className="field select">
      <select value={value ?? NONE} aria-label={label} disabled={disabled} onChange={(event) => onChange(event.target.value)}>
        {value === null && (
          <option value={NONE} disabled hidden>
            Choose
          </option>
        )}
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
