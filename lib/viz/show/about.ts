/* What every panel may say of itself. */
import type { Source } from '../panels'

export interface About {
  readonly title?: string
  /** What it shows and what it does not. */
  readonly caption?: string
  readonly source?: Source
}
