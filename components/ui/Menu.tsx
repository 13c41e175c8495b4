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

const Items = ({ items }: Pick<MenuProps, 'items'>) =>
  (typeof items === 'function' ? items() : items).map((item) => <Item key={item.label} item={item} />)

function Item({ item }: { readonly item: MenuItem }) {
  return (
    <>
      {item.divided && <DropdownMenu.Separator className="rule" />}
      <DropdownMenu.Item className={`item ${item.danger ? 'danger' : ''}`} onSelect={item.onSelect}>
        {item.icon && <Icon name={item.icon} small />}
        {item.label}
        {item.keys && <Keys of={item.keys} />}
      </DropdownMenu.Item>
    </>
  )
}
