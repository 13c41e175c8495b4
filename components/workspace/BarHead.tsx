/* The left end of every bar: the way home, and where you are. */
'use client'
import { Mark } from '../ui'
import { Link } from './Link'

export function BarHead({ here }: { readonly here: string }) {
  return (
    <>
      <Link className="mark" href="/" aria-label="Vitrine, to the shelf">
        <Mark />
        <span>Vitrine</span>
      </Link>
      <nav className="crumb" aria-label="Where you are">
        <i aria-hidden>/</i>
        <Link href="/">Shelf</Link>
        <i aria-hidden>/</i>
        <b>{here}</b>
      </nav>
      <span className="grow" />
    </>
  )
}
