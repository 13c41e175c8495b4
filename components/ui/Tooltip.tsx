/* A name beside what is pointed at, after 120 ms. Never the only place where something is said. */
'use client'
import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import { Keys } from './Key'

export function TipRoom({ children }: { readonly children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Tooltip.Provider>
  )
}

export function Tip({ words, keys, children }: { readonly words: string; readonly keys?: string; readonly children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tip" sideOffset={6} collisionPadding={8}>
          {words}
          {keys && <Keys of={keys} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
