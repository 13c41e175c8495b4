/*
 * A result as bytes for a store, and back: data as JSON, arrays behind it, a digest over all of it. Never code. What was cut
 * short, changed or put under another key does not come back.
 */
import { hashParts } from '../hash'
import type { Json } from '../json'

export interface PackedOutput {
  readonly type: string
  readonly hash: string
  readonly data: Json
  readonly arrays: readonly ArrayBufferView[]
}
export interface Packed {
  readonly key: string
  readonly ms: number
  readonly when: number
  readonly outputs: Readonly<Record<string, PackedOutput>>
}

interface Head extends Omit<Packed, 'outputs'> {
  readonly outputs: readonly {
    readonly port: string
    readonly type: string
    readonly hash: string
    readonly data: Json
    readonly arrays: Shape[]
  }[]
}
type Shape = readonly [kind: string, count: number]

const ARRAYS = { Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array }
type ArrayName = keyof typeof ARRAYS

const VERSION = 1
const DIGEST = 64
const ALIGNED = 8
const aligned = (length: number): number => Math.ceil(length / ALIGNED) * ALIGNED

export function pack(result: Packed): Uint8Array {
  const outputs = Object.entries(result.outputs).map(([port, { type, hash, data, arrays }]) => ({
    port,
    type,
    hash,
    data,
    arrays: arrays.map(shapeOf),
  }))
  const head = new TextEncoder().encode(JSON.stringify({ version: VERSION, key: result.key, ms: result.ms, when: result.when, outputs }))
  const views = Object.values(result.outputs).flatMap(({ arrays }) => arrays)
  const start = aligned(DIGEST + 4 + head.length)
  const bytes = new Uint8Array(views.reduce((end, view) => end + aligned(view.byteLength), start))
  new DataView(bytes.buffer).setUint32(DIGEST, head.length, true)
  bytes.set(head, DIGEST + 4)
  let at = start
  for (const view of views) {
    bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), at)
    at += aligned(view.byteLength)
  }
  bytes.set(new TextEncoder().encode(digestOf(bytes)), 0)
  return bytes
}

/** null where the bytes are not what was packed under this key. */
export function unpack(key: string, given: Uint8Array): Packed | null {
  const bytes = new Uint8Array(given) // arrays are cut out of it: their offsets must be aligned
  if (bytes.length < DIGEST + 4 || new TextDecoder().decode(bytes.subarray(0, DIGEST)) !== digestOf(bytes)) return null
  const length = new DataView(bytes.buffer).getUint32(DIGEST, true)
  try {
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(DIGEST + 4, DIGEST + 4 + length))) as Head & { version: number }
    return head.version === VERSION && head.key === key ? withArrays(head, bytes, aligned(DIGEST + 4 + length)) : null
  } catch {
    return null
  }
}

function withArrays(head: Head, bytes: Uint8Array, start: number): Packed | null {
  let at = start
  const outputs: Record<string, PackedOutput> = {}
  for (const { port, type, hash, data, arrays } of head.outputs) {
    const views: ArrayBufferView[] = []
    for (const [name, count] of arrays) {
      if (!Object.hasOwn(ARRAYS, name)) return null
      const Kind = ARRAYS[name as ArrayName]
      views.push(new Kind(bytes.buffer as ArrayBuffer, at, count))
      at += aligned(count * Kind.BYTES_PER_ELEMENT)
    }
    outputs[port] = { type, hash, data, arrays: views }
  }
  return { key: head.key, ms: head.ms, when: head.when, outputs }
}

function shapeOf(view: ArrayBufferView): Shape {
  const name = view.constructor.name === 'Buffer' ? 'Uint8Array' : view.constructor.name
  if (!Object.hasOwn(ARRAYS, name)) throw new TypeError(`A ${name} cannot be kept; use one of ${Object.keys(ARRAYS).join(', ')}.`)
  return [name, view.byteLength / ARRAYS[name as ArrayName].BYTES_PER_ELEMENT]
}

const digestOf = (bytes: Uint8Array): string => hashParts([bytes.subarray(DIGEST)])
