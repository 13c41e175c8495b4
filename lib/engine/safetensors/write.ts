/* Float32 tensors as a safetensors file. */
import { elementCount } from '../../tensor'
import type { PlainTensor } from './read'

/** Keeps the order given. The data begins at a multiple of 8 bytes, as the format's own library does. */
export function writeSafetensors(
  tensors: Iterable<readonly [string, PlainTensor]>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const list = [...tensors]
  const entries: [string, unknown][] = metadata ? [['__metadata__', metadata]] : []
  let offset = 0
  for (const [name, { shape }] of list) {
    const end = offset + elementCount(shape) * 4
    entries.push([name, { dtype: 'F32', shape, data_offsets: [offset, end] }])
    offset = end
  }
  // Written by hand, since an object would reorder names that look like numbers.
  const members = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
  const text = new TextEncoder().encode(`{${members.join(',')}}`)
  const dataStart = Math.ceil((8 + text.length) / 8) * 8
  const bytes = new Uint8Array(dataStart + offset)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - 8), true)
  bytes.fill(32, 8 + text.length, dataStart)
  bytes.set(text, 8)
  let at = dataStart
  for (const [, { data }] of list) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}
