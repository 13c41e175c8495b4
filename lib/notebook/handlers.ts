/* What an operation's handler is: it changes a draft, or refuses. What it returns is done next, as part of the same operation. */
import type { Draft } from './draft'
import type { Operation } from './types'

export type Handler<Name extends Operation['op']> = (
  draft: Draft,
  operation: Extract<Operation, { op: Name }>,
) => readonly Operation[] | void
export type Handlers<Names extends Operation['op']> = { readonly [Name in Names]: Handler<Name> }
