/* List: an ordered list of values of any type, each with a label and the type it has. What repeats gives what it kept as one. */
import { AnyPort } from './any'
import { definePort, type Boxed, type PortType } from '../graph/port-type'
import { describe, isRecord, plural, textBytes } from './describe'
import type { ListValue } from './types'

export const ListPort: PortType<ListValue> = definePort<ListValue>({
  name: 'list',
  title: 'List',
  check,
  asParam: (value) => value.items.map(({ type, value: item }) => (type.spec.asParam ?? type.spec.toJson)(item)),
  parts: function* (value) {
    yield value.items.length
    for (const [place, item] of value.items.entries()) {
      const parts = [...AnyPort.spec.parts(item)]
      yield value.labels[place]!
      yield parts.length
      yield* parts
    }
  },
  bytes: (value) => value.items.reduce((sum, item, place) => sum + 48 + textBytes(value.labels[place]!) + AnyPort.spec.bytes(item), 64),
  toJson: (value) => value.items.map(AnyPort.spec.toJson),
  summary,
})

function check(value: unknown): string | null {
  if (!isRecord(value) || !Array.isArray(value.items) || !Array.isArray(value.labels)) return `expected a list, got ${describe(value)}`
  if (value.items.length !== value.labels.length)
    return `expected a label for each of ${plural(value.items.length, 'value')}, got ${value.labels.length}`
  for (const [place, item] of value.items.entries()) {
    const problem = AnyPort.spec.check(item)
    if (problem !== null) return `${problem} at place ${place}`
  }
  return null
}

function summary({ items }: ListValue): string {
  const titles = new Set(items.map(({ type }) => type.title))
  return titles.size === 1 ? `${plural(items.length, 'value')}: ${[...titles][0]!}` : plural(items.length, 'value')
}

/** Labels default to the places. */
export const listOf = (items: readonly Boxed[], labels: readonly string[] = items.map((_, place) => String(place))): ListValue => ({
  items,
  labels,
})
