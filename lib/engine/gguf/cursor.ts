/*
 * Reads numbers and texts from the head of a GGUF file, of which only a first part may be in memory. Beyond that part it throws
 * `NeedMore`, beyond the file's end a sentence: nothing is allocated before its bytes are known to exist.
 */
import { megabytes } from '../sentences'
import { EngineFailure } from '../types'

/** The head goes on after what was read so far. */
export class NeedMore extends Error {
  constructor(readonly bytes: number) {
    super('The head of the file is longer than the part that was read.')
  }
}

const LONGEST_TEXT = 16 * 2 ** 20

export class Cursor {
  at = 0
  private readonly view: DataView
  private readonly text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

  constructor(
    private readonly bytes: Uint8Array,
    /** The file's own length. */
    readonly length: number,
    private readonly file: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Refuses what cannot fit in the rest of the file, as a count of things of at least `size` bytes. */
  room(count: number, size: number, what: string): void {
    if (count * size > this.length - this.at) throw this.endsInside(what)
  }

  /** Says that so many bytes come next, before memory is taken for them. */
  ahead(size: number): void {
    if (this.at + size > this.bytes.length) throw new NeedMore(this.at + size)
  }

  u8 = (what: string): number => this.bytes[this.take(1, what)]!
  i8 = (what: string): number => this.view.getInt8(this.take(1, what))
  u16 = (what: string): number => this.view.getUint16(this.take(2, what), true)
  i16 = (what: string): number => this.view.getInt16(this.take(2, what), true)
  u32 = (what: string): number => this.view.getUint32(this.take(4, what), true)
  i32 = (what: string): number => this.view.getInt32(this.take(4, what), true)
  f32 = (what: string): number => this.view.getFloat32(this.take(4, what), true)
  f64 = (what: string): number => this.view.getFloat64(this.take(8, what), true)
  i64 = (what: string): number => Number(this.view.getBigInt64(this.take(8, what), true))
  /** Above 2^53 inexact, but larger than any file, so that every bound refuses it. */
  u64 = (what: string): number => Number(this.view.getBigUint64(this.take(8, what), true))

  string(what: string): string {
    const length = this.u64(`the length of ${what}`)
    this.room(length, 1, what)
    if (length > LONGEST_TEXT) throw this.bad(`${what} is a text of ${megabytes(length)}; at most ${megabytes(LONGEST_TEXT)} are read`)
    const from = this.take(length, what)
    try {
      return this.text.decode(this.bytes.subarray(from, from + length))
    } catch {
      // Vocabularies hold half characters now and then; they come as U+FFFD.
      return lossy.decode(this.bytes.subarray(from, from + length))
    }
  }

  bad(words: string): EngineFailure {
    return new EngineFailure('bad-gguf', `${this.file}: ${words}.`)
  }

  private take(size: number, what: string): number {
    const from = this.at
    if (from + size > this.length) throw this.endsInside(what)
    if (from + size > this.bytes.length) throw new NeedMore(from + size)
    this.at = from + size
    return from
  }

  private endsInside(what: string): EngineFailure {
    return new EngineFailure(
      'truncated-file',
      `${this.file} ends after ${megabytes(this.length)}, inside ${what.slice(0, 120)}.`,
      'Its copy or download broke off: fetch the file again.',
    )
  }
}

const lossy = new TextDecoder('utf-8', { ignoreBOM: true })
