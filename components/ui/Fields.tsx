/* Places for typed text and numbers. They hold what is typed; whether it is a good value is their owner's to say. */
'use client'
import { useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react'

interface FieldProps {
  readonly value: string
  readonly label: string
  readonly unit?: string
  readonly mono?: boolean
  readonly invalid?: boolean
  readonly describedBy?: string
  readonly disabled?: boolean
  readonly inputMode?: 'text' | 'decimal'
  readonly onChange: (value: string) => void
  readonly onCommit?: () => void
  readonly onStep?: (direction: 1 | -1, event: KeyboardEvent) => void
}

export function TextField(props: FieldProps) {
  const { value, label, unit, mono, invalid, describedBy, disabled, inputMode, onChange, onCommit, onStep } = props
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') onCommit?.()
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : null
    if (direction && onStep) {
      event.preventDefault()
      onStep(direction, event)
    }
  }
  return (
    <span className={`field ${invalid ? 'is-invalid' : ''}`}>
      <input
        className={mono ? 'mono' : undefined}
        value={value}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        disabled={disabled}
        inputMode={inputMode}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onBlur={onCommit}
        onKeyDown={press}
      />
      {unit && <span className="unit">{unit}</span>}
    </span>
  )
}

export interface AreaProps {
  readonly value: string
  readonly label: string
  readonly className?: string
  /** Grows with its text, from this many rows. Without it the place keeps its height and scrolls. */
  readonly growFrom?: number
  readonly autoFocus?: boolean
  readonly disabled?: boolean
  readonly onChange: (value: string) => void
  readonly onBlur?: () => void
  readonly onEscape?: () => void
}

interface AreaPlace {
  /** For whoever looks after focus and selection. */
  readonly areaRef?: RefObject<HTMLTextAreaElement | null>
}

export function TextArea({
  value,
  label,
  className,
  growFrom,
  autoFocus,
  disabled,
  areaRef,
  onChange,
  onBlur,
  onEscape,
}: AreaProps & AreaPlace) {
  const own = useRef<HTMLTextAreaElement>(null)
  const area = areaRef ?? own
  useLayoutEffect(() => {
    const element = area.current
    if (!element || growFrom === undefined) return
    element.style.height = '0'
    element.style.height = `${element.scrollHeight + 2}px`
  }, [area, value, growFrom])
  useLayoutEffect(() => {
    const element = area.current
    if (!autoFocus || !element) return
    element.focus({ preventScroll: true })
    element.setSelectionRange(element.value.length, element.value.length)
  }, [area, autoFocus])
  return (
    <textarea
      ref={area}
      className={`area ${className ?? ''}`}
      value={value}
      rows={growFrom ?? 2}
      aria-label={label}
      disabled={disabled}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onEscape?.()
      }}
    />
  )
}
