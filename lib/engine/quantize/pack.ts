/* Codes of 2 to 8 bits in bytes, one after the other without gaps, the lowest bit first. */

export const packedBytes = (count: number, bits: number): number => Math.ceil((count * bits) / 8)

export function pack(codes: ArrayLike<number>, bits: number): Uint8Array {
  const out = new Uint8Array(packedBytes(codes.length, bits))
  let held = 0
  let word = 0
  let place = 0
  for (let i = 0; i < codes.length; i++) {
    word |= codes[i]! << held
    held += bits
    while (held >= 8) {
      out[place++] = word & 255
      word >>>= 8
      held -= 8
    }
  }
  if (held > 0) out[place] = word & 255
  return out
}

/** `count` codes from the `first` one on, into `into`. */
export function unpackInto(packed: Uint8Array, bits: number, first: number, count: number, into: Uint8Array): void {
  const mask = (1 << bits) - 1
  let at = first * bits
  for (let i = 0; i < count; i++) {
    const byte = at >>> 3
    const word = packed[byte]! | ((packed[byte + 1] ?? 0) << 8)
    into[i] = (word >>> (at & 7)) & mask
    at += bits
  }
}

export function unpack(packed: Uint8Array, bits: number, count: number): Uint8Array {
  const codes = new Uint8Array(count)
  unpackInto(packed, bits, 0, count, codes)
  return codes
}
