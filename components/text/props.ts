/* What a place for a text of any length is given. */
import type { AreaProps } from '../ui'

export interface TextPlaceProps extends AreaProps {
  /** Undone by its own keys. Else those are the page's, whose history holds each change of the text. */
  readonly ownUndo?: boolean
}
