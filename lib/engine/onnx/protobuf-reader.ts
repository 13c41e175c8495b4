/*
 * Walks the fields of a protobuf message without copying it. The bytes are a stranger's: every length is checked against what is there,
 * and nothing is allocated by a number that the file states.
 */
import { EngineFailure } from '../types'

export interface Field {
  readonly number: number
  /** 0 a whole number, 1 eight bytes, 2 a stretch of bytes, 5 four bytes. */
  readonly wire: 0 | 1 | 2 | 5
  /** Of wire 0, below 2^53; larger ones are refused by whoever needs them. */
  readonly value: number
  /** Where the content lies, and where the field itself begins. */
  readonly start: number
  readonly end: number
  readonly from: number
}

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Of names: longer ones are no names. */
const LONGEST_NAME = 4096

export class Message {
  constructor(
    readonly bytes: Uint8Array,
    readonly start = 0,
    readonly end = bytes.length,
  ) {}

  *fields(): Generator<Field> {
    let at = this.start
    while (at < this.end) {
      const from = at
      const tag = this.varint(at)
      const number = Math.floor(tag.value / 8)
      const wire = tag.value % 8
      if (number === 0 || number > 2 ** 29) throw bad(`a field with the number ${number}`, from)
      const content = this.content(wire, tag.next, from)
      yield { number, from, ...content }
      at = content.end
    }
  }

  inner({ start, end, wire, from }: Field, what: string): Message {
    if (wire !== 2) throw bad(`${what} that is no message`, from)
    return new Message(this.bytes, start, end)
  }

  name({ start, end, wire, from }: Field, what: string): string {
    if (wire !== 2) throw bad(`${what} that is no text`, from)
    if (end - start > LONGEST_NAME) throw bad(`${what} of ${end - start} bytes; names take at most ${LONGEST_NAME}`, from)
    try {
      return text.decode(this.bytes.subarray(start, end))
    } catch {
      throw bad(`${what} that is not UTF-8`, from)
    }
  }

  /** Whole numbers, one a field or many in one. */
  *integers(field: Field): Generator<number> {
    if (field.wire === 0) yield field.value
    else if (field.wire === 2)
      for (let at = field.start; at < field.end;) {
        const { value, next } = new Message(this.bytes, field.start, field.end).varint(at)
        yield value
        at = next
      }
    else throw bad('a list of whole numbers of the wrong kind', field.from)
  }

  private content(wire: number, at: number, from: number): Pick<Field, 'wire' | 'value' | 'start' | 'end'> {
    if (wire === 0) {
      const { value, next } = this.varint(at)
      return { wire, value, start: at, end: next }
    }
    if (wire !== 1 && wire !== 2 && wire !== 5) throw bad(`a field of the unknown kind ${wire}`, from)
    const size = wire === 2 ? this.varint(at) : { value: wire === 1 ? 8 : 4, next: at }
    if (size.value > this.end - size.next) throw bad(`a field of ${size.value} bytes, with ${this.end - size.next} left`, from)
    return { wire, value: 0, start: size.next, end: size.next + size.value }
  }

  /** At most ten bytes; above 2^53 inexact, and so larger than anything it is compared with. */
  private varint(at: number): { readonly value: number; readonly next: number } {
    let value = 0
    let scale = 1
    for (let next = at; next < at + 10; next++) {
      if (next >= this.end) throw bad('a number that is cut off', at)
      const byte = this.bytes[next]!
      value += (byte & 127) * scale
      if (byte < 128) return { value, next: next + 1 }
      scale *= 128
    }
    throw bad('a number of more than ten bytes', at)
  }
}

export function bad(what: string, at: number): EngineFailure {
  return new EngineFailure('bad-onnx', `The ONNX file has ${what}, at byte ${at}.`, 'The file is damaged, or it is no ONNX file.')
}
