/* A piece of text with its unseen signs made visible: a faint raised dot for each space. */
import { visible } from '../../lib/viz/pieces'

export function Piece({ text }: { readonly text: string }) {
  return visible(text).map((part, place) =>
    part.sign ? (
      <span key={place} className="vz-sign">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  )
}
