/*
 * Values that stand in place of computed ones: pinned in the file, its fallback for a failure, an input passed through, and
 * the sentence of a failure as an output. Each has a hash of its own content, and says what it is.
 */
import { fits, takesSeveral, widenTo } from '../fits'
import { ERROR_PORT, type Ref } from '../graph'
import { canonicalJson, hashParts } from '../hash'
import type { Json } from '../json'
import type { Boxed, Outputs, PortType } from '../port-type'
import type { OutputRecord } from '../run-record'
import { sentences } from '../sentences'
import type { NodeError } from '../states'
import { contentHash } from './make'
import type { Made } from './memo'

type Values = Readonly<Record<string, Json>>

/** `made` with the values the file pins; `made` is null where all of them are pinned. Throws where one cannot be read. */
export function withPins(node: string, outputs: Outputs, pin: Values, made: Made | null): Made {
  const key = hashParts(['pin', made?.key ?? '', canonicalJson(pin), ...portParts(outputs)])
  return readInto(node, outputs, pin, 'pin', made ?? { key, outputs: {}, types: typesOf(outputs), bytes: 0, ms: 0 }, key)
}

/** What the file says instead of a failed run. */
export function fallbackMade(node: string, outputs: Outputs, fallback: Values, key: string): Made {
  const own = hashParts(['fallback', key, canonicalJson(fallback)])
  return readInto(node, outputs, fallback, 'fallback', { key: own, outputs: {}, types: typesOf(outputs), bytes: 0, ms: 0 }, own)
}

/** Each output gives the first wired input of its type; others give nothing. */
export function passedThrough(outputs: Outputs, wired: readonly Boxed[]): Made {
  const made: Record<string, OutputRecord> = {}
  const types = typesOf(outputs)
  const named: string[] = ['bypass', ...portParts(outputs)]
  for (const [name, { type }] of Object.entries(outputs)) {
    const source = wired.find((one) => one.value !== undefined && fits(one.type, type))
    if (!source) continue
    const taken = takesSeveral(type) ? source : { type, value: widenTo(source.type, type, source.value) }
    types[name] = taken.type
    made[name] = { ...recordFor(taken), instead: 'bypass' }
    named.push(name, made[name]?.hash ?? '')
  }
  return { key: hashParts(named), outputs: made, types, bytes: 0, ms: 0 }
}

/** The sentence of a failure, or nothing where there was none. */
export function complaintMade(type: PortType<any>, error: NodeError | undefined): Made {
  const outputs: Record<string, OutputRecord> = error ? { [ERROR_PORT]: recordFor({ type, value: error.message }) } : {}
  return { key: '', outputs, types: { [ERROR_PORT]: type }, bytes: 0, ms: 0 }
}

/** Whether a wire asks for the sentence rather than for an output of the kind. */
export const asksForError = (ref: Ref): boolean => ref.port === ERROR_PORT

function readInto(node: string, outputs: Outputs, values: Values, instead: 'pin' | 'fallback', made: Made, key: string): Made {
  const all: Record<string, OutputRecord> = { ...made.outputs }
  const types: Record<string, PortType<any>> = { ...made.types }
  let { bytes } = made
  for (const [port, json] of Object.entries(values)) {
    const output = Object.hasOwn(outputs, port) ? outputs[port] : undefined
    if (!output) throw sentences.noSuchOutputFor(node, instead, port, Object.keys(outputs))
    const read = readAs(node, port, instead, output.type, json)
    all[port] = { ...recordFor(read), instead }
    types[port] = read.type
    bytes += read.type.spec.bytes(read.value)
  }
  return { ...made, key, outputs: all, types, bytes }
}

/** A port of several types takes the first that can read it. */
function readAs(node: string, port: string, instead: string, type: PortType<any>, json: Json): Boxed {
  const candidates = (type.spec.alternatives ?? [type]).filter((one) => one.spec.fromJson)
  if (candidates.length === 0) throw sentences.notWritable(node, port, instead, type.title)
  let problem = ''
  for (const one of candidates) {
    const value = one.spec.fromJson?.(json)
    const wrong = value === undefined ? `expected ${one.title}` : one.spec.check(value)
    if (wrong === null) return { type: one, value }
    problem ||= wrong
  }
  throw sentences.badInstead(node, port, instead, problem)
}

const recordFor = ({ type, value }: Boxed): OutputRecord => ({ type: type.name, value, hash: contentHash(type, value) })

/** Two kinds with other outputs never share what stands in their place, also where it is nothing. */
const portParts = (outputs: Outputs): string[] => Object.entries(outputs).flatMap(([name, { type }]) => [name, type.name])

const typesOf = (outputs: Outputs): Record<string, PortType<any>> =>
  Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.type]))
