/*
 * A link to another page of the site: a plain one. The pages are static files, and the file server has no answers for the
 * router's requests when an address carries a query; a page that is opened whole also starts with a clean worker.
 */
import type { ComponentProps } from 'react'

export function Link(props: ComponentProps<'a'>) {
  return <a {...props} />
}

export const goToPage = (address: string): void => location.assign(address)
