/* A dialog in the middle of the room, or a sheet from below on small screens. Escape and a click outside close it. */
'use client'
import { Dialog as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
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
  // Most dialogs here are opened by a key or a menu and have no trigger of their own.
  const opener = useRef<HTMLElement | null>(null)
  const remember = () => {
    opener.current = openerOf(document.activeElement)
  }
  const giveBack = (event: Event) => {
    event.preventDefault()
    opener.current?.focus({ preventScroll: true })
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="veil" />
        <Radix.Content
          className={`float dialog ${look}`}
          onOpenAutoFocus={remember}
          onCloseAutoFocus={giveBack}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
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

/** An item of a menu is gone when the dialog closes; what opened the menu is not. */
function openerOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest('[role="menu"]')
  const trigger = menu && document.getElementById(menu.getAttribute('aria-labelledby') ?? '')
  return trigger ?? (element instanceof HTMLElement && element !== document.body ? element : null)
}
