/* Just enough of protobuf's wire format to write a message: varints, 32-bit numbers, and fields with a length. */

const encoder = new TextEncoder()

export class ProtobufWriter {
  private bytes = new Uint8Array(64)
  private length = 0

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

  block(field: number, content: Uint8Array): this {
    this.varint(field * 8 + 2)
    this.varint(content.length)
    this.reserve(content.length)
    this.bytes.set(content, this.length)
    this.length += content.length
    return this
  }

  message(field: number, fill: (writer: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter()
    fill(inner)
    return this.block(field, inner.finish())
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length)
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
