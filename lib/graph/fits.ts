/* Whether a value of one port type may enter a port of another, and its form there. Everything else is a visible converter. */
import type { PortType } from './port-type'

/** The port type of this name takes every type; values arrive there boxed with their type. */
export const ANY = 'any'

export const fits = (from: Pick<PortType<never>, 'name' | 'widensTo'>, to: { readonly name: string }): boolean =>
  from.name === to.name || to.name === ANY || from.widensTo.includes(to.name)

/** The value as a port of type `to` receives it. Only for types that fit. */
export function widenTo(from: PortType<any>, to: PortType<any>, value: unknown): unknown {
  if (to.name === ANY) return { type: from, value }
  if (from.name === to.name) return value
  return from.spec.widen ? from.spec.widen(value, to.name) : value
}
