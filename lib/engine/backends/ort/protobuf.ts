/* Just enough of protobuf's wire format to write a message: varints, 32-bit numbers, and fields with a length. */

const encoder = new TextEncoder()

/** Content from this size on is kept where it lies until the message is put together: weights are not copied at every level. */
const KEPT = 2 ** 16

export class ProtobufWriter {
  private bytes = new Uint8Array(64)
  private length = 0
  /** What stands before `bytes`. */
  private readonly sealed: Uint8Array[] = []

  /** A whole number, also negative (written as 64 bits). */
  int(field: number, value: number): this {
    this.varint(field * 8)
    if (value >= 0) this.varint(value)
    else this.negative(BigInt.asUintN(64, BigInt(value)))
    return this
  }

  /** What begins a field, for content that is put after it. */
  tag(field: number, wire: 0 | 2): this {
    this.varint(field * 8 + wire)
    return this
  }

  size(bytes: number): this {
    this.varint(bytes)
    return this
  }

  float(field: number, value: number): this {
    this.varint(field * 8 + 5)
    this.reserve(4)
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true)
    this.length += 4
    return this
  }

  text(field: number, value: string): this {
    return this.block(field, encoder.encode(value))
  }

  /** The content must stay as it is until the message is put together. */
  block(field: number, content: Uint8Array): this {
    return this.blocks(field, [content])
  }

  message(field: number, fill: (writer: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter()
    fill(inner)
    return this.blocks(field, inner.pieces())
  }

  /** One field whose content lies in pieces. */
  blocks(field: number, pieces: readonly Uint8Array[]): this {
    this.tag(field, 2).size(sizeOf(pieces))
    for (const piece of pieces) this.put(piece)
    return this
  }

  /** The message in pieces, large ones where they lay. */
  pieces(): readonly Uint8Array[] {
    return this.length > 0 ? [...this.sealed, this.bytes.subarray(0, this.length)] : this.sealed
  }

  finish(): Uint8Array {
    return this.sealed.length === 0 ? this.bytes.subarray(0, this.length) : joined(this.pieces())
  }

  /** Bytes of a message that was written elsewhere, as they stand. */
  put(piece: Uint8Array): this {
    if (piece.length >= KEPT) {
      if (this.length > 0) this.sealed.push(this.bytes.slice(0, this.length))
      this.length = 0
      this.sealed.push(piece)
      return this
    }
    this.reserve(piece.length)
    this.bytes.set(piece, this.length)
    this.length += piece.length
    return this
  }

  /** Seven bits a byte, lowest first; divided instead of shifted, so that sizes beyond 32 bits stay whole. */
  private varint(value: number): void {
    this.reserve(10)
    while (value >= 128) {
      this.bytes[this.length++] = (value % 128) + 128
      value = Math.floor(value / 128)
    }
    this.bytes[this.length++] = value
  }

  private negative(value: bigint): void {
    this.reserve(10)
    while (value >= 128n) {
      this.bytes[this.length++] = Number(value % 128n) + 128
      value /= 128n
    }
    this.bytes[this.length++] = Number(value)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0)

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(sizeOf(pieces))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
