/* The way back from the inside of a use: its sheet, and the uses on the way. */
import type { Crumb } from './sheet-props'

export function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav className="crumbs" aria-label="Way back">
      {crumbs.slice(0, -1).map(({ title, onOpen }) => (
        <span key={title} className="crumbs">
          <button type="button" className="link" onClick={onOpen}>
            {title}
          </button>
          ›
        </span>
      ))}
      <span>{crumbs.at(-1)?.title}, a use of</span>
    </nav>
  )
}
