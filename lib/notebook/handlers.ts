/* What an operation's handler is: it changes a draft, or refuses. */
import type { Draft } from './draft'
import type { Operation } from './types'

export type Handler<Name extends Operation['op']> = (draft: Draft, operation: Extract<Operation, { op: Name }>) => void
export type Handlers<Names extends Operation['op']> = { readonly [Name in Names]: Handler<Name> }
