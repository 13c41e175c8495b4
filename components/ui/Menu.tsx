/* A menu under its button, or at the pointer. Items are plain data. */
'use client'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement } from 'react'
import { Icon } from './Icon'
import { Keys } from './Key'

export interface MenuItem {
  readonly label: string
  readonly icon?: string
  readonly keys?: string
  readonly danger?: boolean
  /** Of the one of several that holds now, or of a switch that is on; left out where nothing is chosen. */
  readonly on?: boolean
  /** A rule above it. */
  readonly divided?: boolean
  readonly onSelect: () => void
}

interface MenuProps {
  /** A list, or what makes it when the menu opens. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[])
  readonly label: string
  readonly children: ReactElement
  readonly align?: 'start' | 'end'
}

export function Menu({ items, label, children, align = 'start' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="float menu" align={align} sideOffset={4} collisionPadding={8} aria-label={label}>
          <Items items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface PointMenuProps {
  readonly items: readonly MenuItem[]
  readonly label: string
  /** Window pixels. Null: closed. */
  readonly at: { readonly x: number; readonly y: number } | null
  readonly onClose: () => void
  /** Where the focus goes then. */
  readonly onLeave: () => void
}

/** A menu at the pointer, or beside what has the focus. */
export function PointMenu({ items, label, at, onClose, onLeave }: PointMenuProps) {
  return (
    <DropdownMenu.Root modal={false} open={at !== null} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-point" style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} aria-hidden tabIndex={-1} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="float menu"
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onLeave()
          }}
        >
          <Items items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const Items = ({ items }: Pick<MenuProps, 'items'>) =>
  (typeof items === 'function' ? items() : items).map((item) => <Item key={item.label} item={item} />)

function Item({ item }: { readonly item: MenuItem }) {
  return (
    <>
      {item.divided && <DropdownMenu.Separator className="rule" />}
      <DropdownMenu.Item
        className={`item ${item.danger ? 'danger' : ''}`}
        onSelect={item.onSelect}
        {...(item.on === undefined ? {} : { role: 'menuitemcheckbox', 'aria-checked': item.on })}
      >
        {item.icon && <Icon name={item.icon} small />}
        {item.label}
        {item.on && <Icon name="check" small />}
        {item.keys && <Keys of={item.keys} />}
      </DropdownMenu.Item>
    </>
  )
}
