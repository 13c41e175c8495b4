/* What a sheet is given by the page. */
import type { ReactNode } from 'react'
import type { LiveNodes, SheetActions, SheetModel } from './model'

export interface Crumb {
  readonly title: string
  readonly onOpen: () => void
}

export interface SheetProps {
  readonly model: SheetModel
  readonly live: LiveNodes
  readonly actions: SheetActions
  readonly selection: readonly string[]
  /** Within a screen of the viewport: bodies are drawn. */
  readonly near: boolean
  readonly onRename: (name: string) => void
  /** Names the sheet for screen readers where its name alone would not. */
  readonly label?: string
  /** The way to the inside that is shown, its own sheet first; empty on the sheet itself. */
  readonly crumbs?: readonly Crumb[]
  /** At the end of the head: what can be done with the whole sheet. */
  readonly tools?: ReactNode
}
