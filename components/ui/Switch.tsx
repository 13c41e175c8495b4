/* A switch, with its word at the right. */
'use client'
import { Switch as Radix } from 'radix-ui'

interface SwitchProps {
  readonly checked: boolean
  readonly label: string
  /** Shown beside it; the label is for screen readers. */
  readonly words?: string
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

export function Switch({ checked, label, words, disabled, onChange }: SwitchProps) {
  return (
    <Radix.Root className="switch" checked={checked} disabled={disabled ?? false} onCheckedChange={onChange} aria-label={label}>
      <i aria-hidden />
      {words && <span aria-hidden>{words}</span>}
    </Radix.Root>
  )
}
