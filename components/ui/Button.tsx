/* Buttons: bordered, primary, plain, icon alone (then `label` names it), and the one that looks like a link. */
'use client'
import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './Icon'
import { Tip } from './Tooltip'

export type ButtonLook = 'bordered' | 'primary' | 'plain' | 'danger'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly look?: ButtonLook
  readonly icon?: string
  readonly children?: ReactNode
}

const LOOKS: Record<ButtonLook, string> = { bordered: 'btn', primary: 'btn primary', plain: 'btn plain', danger: 'btn danger' }

export function Button({ look = 'bordered', icon, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`${LOOKS[look]} ${className ?? ''}`}>
      {icon && <Icon name={icon} small />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  readonly icon: string
  readonly label: string
  /** Keys that do the same, shown in the tip. */
  readonly keys?: string
  readonly small?: boolean
}

export function IconButton({ look = 'plain', icon, label, keys, small = false, className, ...rest }: IconButtonProps) {
  return (
    <Tip words={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={`${LOOKS[look]} icon-only ${small ? 'small-hit' : ''} ${className ?? ''}`}
      >
        <Icon name={icon} small={small} />
      </button>
    </Tip>
  )
}

export function LinkButton({ className, ...rest }: ComponentProps<'button'>) {
  return <button type="button" {...rest} className={`link ${className ?? ''}`} />
}
