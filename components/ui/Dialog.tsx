/* A dialog in the middle of the room, or a sheet from below on small screens. Escape and a click outside close it. */
'use client'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon } from './Icon'

interface DialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** One sentence under the title. */
  readonly description?: string
  readonly look?: 'middle' | 'below' | 'whole'
  readonly children: ReactNode
}

export function Dialog({ open, onOpenChange, title, description, look = 'middle', children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="veil" />
        <Radix.Content className={`float dialog ${look}`} {...(description ? {} : { 'aria-describedby': undefined })}>
          <div className="dialog-head">
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
            <Radix.Close asChild>
              <button type="button" className="btn plain icon-only small-hit" aria-label="Close">
                <Icon name="x" small />
              </button>
            </Radix.Close>
          </div>
          {description && <Radix.Description>{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
