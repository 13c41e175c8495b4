/* Writes GGUF version 3 files: metadata and tensors in F32, F16, Q8_0 and Q4_0. */
import { elementCount, floatToHalf } from '../../tensor'
import { encodeBlocks } from './encode'
import { ggufType, ggufTypeNumber } from './types'

/** llama.cpp insists on the kind: `float` is one also where the number is whole. */
export type GgufWritten =
  | string
  | number
  | boolean
  | { readonly float: number }
  | readonly string[]
  | Float32Array
  | Int32Array
  | BigUint64Array
export interface GgufWritable {
  readonly name: string
  /** Rows first. */
  readonly shape: readonly number[]
  readonly type: 'F32' | 'F16' | 'Q8_0' | 'Q4_0'
  readonly data: Float32Array
}
export type WrittenType = GgufWritable['type']

const ALIGNMENT = 32
const padded = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT

/** Whole numbers are written as u32, others as f32. */
export function writeGguf(metadata: Iterable<readonly [string, GgufWritten]>, tensors: readonly GgufWritable[]): Uint8Array {
  const entries = [...metadata]
  const head = new Writer()
  head.u32(0x46554747)
  head.u32(3)
  head.u64(tensors.length)
  head.u64(entries.length)
  for (const [key, value] of entries) {
    head.text(key)
    head.value(value)
  }
  const bodies = tensors.map((tensor) => bytesOf(tensor))
  let offset = 0
  for (const [index, { name, shape, type }] of tensors.entries()) {
    head.text(name)
    head.u32(shape.length)
    for (const size of shape.toReversed()) head.u64(size)
    head.u32(ggufTypeNumber(type))
    head.u64(offset)
    offset += padded(bodies[index]!.length)
  }
  const start = padded(head.length)
  const file = new Uint8Array(start + offset)
  file.set(head.finish())
  let at = start
  for (const body of bodies) {
    file.set(body, at)
    at += padded(body.length)
  }
  return file
}

function bytesOf({ name, shape, type, data }: GgufWritable): Uint8Array {
  const row = shape.at(-1) ?? 1
  const { values } = ggufType(ggufTypeNumber(type))!
  if (elementCount(shape) !== data.length) throw new Error(`${name} has ${data.length} values for its shape.`)
  if (row % values !== 0) throw new Error(`${name} has rows of ${row}, which ${type} cannot hold in blocks of ${values}.`)
  if (type === 'F32') return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  if (type === 'F16') return new Uint8Array(Uint16Array.from(data, floatToHalf).buffer)
  return encodeBlocks(type, data)
}

class Writer {
  length = 0
  private readonly parts: Uint8Array[] = []
  private readonly encoder = new TextEncoder()

  private put(bytes: Uint8Array): void {
    this.parts.push(bytes)
    this.length += bytes.length
  }

  private number(size: number, write: (view: DataView) => void): void {
    const bytes = new Uint8Array(size)
    write(new DataView(bytes.buffer))
    this.put(bytes)
  }

  u32 = (value: number): void => this.number(4, (view) => view.setUint32(0, value, true))
  u64 = (value: number): void => this.number(8, (view) => view.setBigUint64(0, BigInt(value), true))

  text(value: string): void {
    const bytes = this.encoder.encode(value)
    this.u64(bytes.length)
    this.put(bytes)
  }

  value(value: GgufWritten): void {
    if (typeof value === 'string') {
      this.u32(8)
      this.text(value)
    } else if (typeof value === 'boolean') {
      this.u32(7)
      this.put(Uint8Array.of(value ? 1 : 0))
    } else if (typeof value === 'number') this.scalar(value)
    else if ('float' in value) this.float(value.float)
    else this.list(value)
  }

  private scalar(value: number): void {
    const whole = Number.isInteger(value) && value >= 0 && value < 2 ** 32
    if (!whole) return this.float(value)
    this.u32(4)
    this.u32(value)
  }

  private float(value: number): void {
    this.u32(6)
    this.number(4, (view) => view.setFloat32(0, value, true))
  }

  private list(value: Exclude<GgufWritten, string | number | boolean | { readonly float: number }>): void {
    this.u32(9)
    if (!ArrayBuffer.isView(value)) {
      this.u32(8)
      this.u64(value.length)
      for (const each of value) this.text(each)
      return
    }
    this.u32(value instanceof Float32Array ? 6 : value instanceof Int32Array ? 5 : 10)
    this.u64(value.length)
    this.put(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.length)
    let at = 0
    for (const part of this.parts) {
      bytes.set(part, at)
      at += part.length
    }
    return bytes
  }
}
