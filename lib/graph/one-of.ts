/*
 * A port type that takes any of a few types: `oneOf(Text, Documents).input('…')`. What arrives is boxed with the one it fits,
 * since compute must ask which it is. An output of such a type gives a value with its type. No value is of it.
 */
import { definePort, PortType, type Boxed } from './port-type'
import { BETWEEN } from './fits'

const isBox = (value: unknown): value is Boxed =>
  typeof value === 'object' && value !== null && (value as { type?: unknown }).type instanceof PortType && 'value' in value

/** Named as its types with a bar between, so that whoever knows only names can tell what fits. */
export function oneOf(...types: readonly PortType<any>[]): PortType<Boxed> {
  const titles = types.map(({ title }) => title)
  return definePort<Boxed>({
    name: types.map(({ name }) => name).join(BETWEEN),
    title: `${titles.slice(0, -1).join(', ')} or ${titles.at(-1)}`,
    alternatives: types,
    check: (value) => (isBox(value) ? value.type.spec.check(value.value) : 'expected a value with its type'),
    parts: (value) => [value.type.name, ...value.type.spec.parts(value.value)],
    bytes: (value) => value.type.spec.bytes(value.value),
    toJson: (value) => value.type.spec.toJson(value.value),
    summary: (value) => value.type.spec.summary(value.value),
  })
}
