/* A list at the pointer, over everything: add a node, choose a port. Focus goes back to where it was. */
'use client'
import { Popover } from 'radix-ui'
import { lazy, Suspense, useMemo, useRef } from 'react'
import type { PickList } from './picker-types'

const PickerBody = lazy(() => import('./PickerBody'))

interface PickerProps {
  readonly list: PickList | null
  readonly onClose: () => void
  /** Where the focus goes when the list closes; told where it was before. */
  readonly onLeave: (before: Element | null) => void
}

export function Picker({ list, onClose, onLeave }: PickerProps) {
  const anchor = useMemo(() => ({ current: { getBoundingClientRect: () => new DOMRect(list?.at.x ?? 0, list?.at.y ?? 0, 0, 0) } }), [list])
  const before = useRef<Element | null>(null)
  return (
    <Popover.Root open={list !== null} onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          className="float palette"
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={12}
          onOpenAutoFocus={() => {
            before.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onLeave(before.current)
          }}
          aria-label={list?.label ?? ''}
        >
          {list && (
            <Suspense fallback={<div className="q" />}>
              <PickerBody key={list.label} list={list} onClose={onClose} />
            </Suspense>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
