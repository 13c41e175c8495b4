/* What a run returned, as a result that can be kept: hashed, measured, with the types of its ports. */
import { hashParts } from '../hash'
import { madeBy } from '../node-values'
import type { PortType } from '../port-type'
import type { Ports } from '../ports'
import type { OutputRecord } from '../run-record'
import type { Made } from './memo'

export const contentHash = (type: PortType<any>, value: unknown): string => hashParts(typedParts(type, value))

/** The type's name goes in first: 1 as a Number is not 1 as Json. */
function* typedParts(type: PortType<any>, value: unknown): Iterable<string | number | ArrayBufferView> {
  yield type.name
  yield* type.spec.parts(value)
}

export function make(key: string, values: Readonly<Record<string, unknown>>, ports: Ports, ms: number, when: number): Made {
  const outputs: Record<string, OutputRecord> = {}
  const types: Record<string, PortType<any>> = {}
  let bytes = 0
  for (const [name, output] of Object.entries(ports.outputs)) {
    types[name] = output.type
    if (values[name] === undefined) continue
    const { type, value } = madeBy(output, values[name])
    types[name] = type
    outputs[name] = { type: type.name, value, hash: contentHash(type, value) }
    bytes += type.spec.bytes(value)
  }
  return { key, outputs, types, bytes, ms, when }
}
