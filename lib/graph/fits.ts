/* Whether a value of one port type may enter a port of another, and its form there. Everything else is a visible converter. */
import type { PortType } from './port-type'

/** The port type of this name takes every type; values arrive there boxed with their type. */
export const ANY = 'any'

/** Between the names of types that one port takes (`oneOf`): `text|documents`. */
export const BETWEEN = '|'

export const namesOf = (name: string): readonly string[] => name.split(BETWEEN)

export const fits = (from: Pick<PortType<never>, 'name' | 'widensTo'>, to: { readonly name: string }): boolean =>
  to.name === ANY || namesOf(to.name).some((name) => from.name === name || from.widensTo.includes(name))

/** Ports that take several types are handed values with their type. */
export const takesSeveral = (type: PortType<any>): boolean => type.name === ANY || type.spec.alternatives !== undefined

/** The value as a port of type `to` receives it. Only for types that fit. */
export function widenTo(from: PortType<any>, to: PortType<any>, value: unknown): unknown {
  if (to.name === ANY) return { type: from, value }
  const { alternatives } = to.spec
  if (alternatives) {
    const type = alternatives.find(({ name }) => name === from.name) ?? alternatives.find(({ name }) => from.widensTo.includes(name))!
    return { type, value: widenTo(from, type, value) }
  }
  if (from.name === to.name) return value
  return from.spec.widen ? from.spec.widen(value, to.name) : value
}
