/* What each control inside the frame of a param is given. No state, no look. */
import type { ParamSchema, Plain } from './schema'

export interface InnerProps {
  readonly label: string
  readonly schema: ParamSchema
  readonly value: Plain
  readonly bare: boolean
  readonly refusal: string | null
  readonly refusalId: string
  readonly onChange: (value: Plain) => boolean
}
