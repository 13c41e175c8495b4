/* Port types that only hidden parts of regions use: any value with its type, the iterations of a region, a decision. */
import type { Json } from '../json'
import { canonicalJson } from '../hash'
import { ANY } from '../fits'
import { contentHash } from '../runtime/make'
import { definePort, type Boxed, type PortType } from '../port-type'
import type { Iteration, Iterations } from './spec'

export const Whatever: PortType<Boxed> = definePort<Boxed>({
  name: ANY,
  title: 'Any',
  check: (value) => (typeof value === 'object' && value !== null && 'type' in value ? null : 'expected a value with its type'),
  parts: (value) => [value.type.name, ...value.type.spec.parts(value.value)],
  bytes: (value) => value.type.spec.bytes(value.value),
  toJson: (value) => value.type.spec.toJson(value.value),
  summary: (value) => value.type.spec.summary(value.value),
})

/** Iterations hand on values that their sources already hold, so they count no bytes. */
export const IterationsPort: PortType<Iterations> = definePort<Iterations>({
  name: 'iterations',
  title: 'Iterations',
  check: () => null,
  parts: iterationParts,
  bytes: () => 0,
  toJson: (value) => value.rounds.length,
  summary: (value) => `${value.rounds.length} iterations`,
})

function* iterationParts({ names, rounds, about }: Iterations): Iterable<string | number> {
  yield canonicalJson(names)
  yield canonicalJson(about ?? null)
  for (const round of rounds) {
    yield round.label
    yield roundText(round)
  }
}

/** What an iteration's values are, in short: two iterations of the same text give the same. */
export const roundText = ({ values }: Iteration): string =>
  Object.keys(values)
    .map((name) => `${JSON.stringify(name)} ${valueText(values[name] as Boxed)}`)
    .join(' ')

function valueText(box: Boxed): string {
  const { type, value } = box
  if (typeof value === 'number') return `${type.name} ${Object.is(value, -0) ? '-0' : String(value)}`
  return hashOf(box)
}

const hashes = new WeakMap<object, string>()

/** Kept by the value: a long list of large items is hashed once, however often its iterations are made anew. */
function hashOf({ type, value }: Boxed): string {
  if (typeof value !== 'object' || value === null) return contentHash(type, value)
  let hash = hashes.get(value)
  if (hash === undefined) hashes.set(value, (hash = contentHash(type, value)))
  return hash
}

/** A place among wires, or whether another turn follows. */
export const DecisionPort: PortType<number> = definePort<number>({
  name: 'decision',
  title: 'Decision',
  check: () => null,
  parts: (value) => [value],
  bytes: () => 8,
  toJson: (value): Json => value,
  summary: String,
})
