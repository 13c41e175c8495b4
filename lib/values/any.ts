/* The port that takes every type. What arrives is boxed with its type; nothing is of this type itself. */
import { definePort, type Boxed, type PortType } from '../graph/port-type'
import { describe, isRecord } from './describe'

export const AnyPort: PortType<Boxed> = definePort<Boxed>({
  name: 'any',
  title: 'Any',
  check: (value) => (isBoxed(value) ? value.type.spec.check(value.value) : `expected a value with its type, got ${describe(value)}`),
  parts: (value) => [value.type.name, ...value.type.spec.parts(value.value)],
  bytes: (value) => value.type.spec.bytes(value.value),
  toJson: (value) => value.type.spec.toJson(value.value),
  summary: (value) => value.type.spec.summary(value.value),
})

const isBoxed = (value: unknown): value is Boxed => isRecord(value) && isRecord(value.type) && 'spec' in value.type
