/* Seeded damage to files: bits, bytes, numbers at their bounds, pieces cut out, doubled or moved, and words of JSON put in wrong places. */

/** A whole number below `limit`. */
export type Random = (limit: number) => number

export function randomFrom(seed: number): Random {
  let state = seed % 2147483647 || 1
  return (limit) => (state = (state * 48271) % 2147483647) % limit
}

const WORDS = ['"', '{', '}', '[', ']', ',', ':', '9', '99999999999999999999', '-', '\\', '\\u0000', '\\ud800', 'null', 'true', '1e9', '1e999', '""', '[]', '{}', '"type"', '"Sequence"', '"__proto__"', '"F16"', '"data_offsets"', '"vocab"', '"BPE"'] // prettier-ignore
const NUMBERS = [0n, 1n, 255n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n]
const encoder = new TextEncoder()

type Damage = (bytes: Uint8Array, at: number, random: Random) => Uint8Array

const over = (bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array => {
  bytes.set(part.subarray(0, bytes.length - at), at)
  return bytes
}
const spliced = (bytes: Uint8Array, at: number, cut: number, part: Uint8Array): Uint8Array => {
  const rest = bytes.subarray(Math.min(bytes.length, at + cut))
  const out = new Uint8Array(at + part.length + rest.length)
  out.set(bytes.subarray(0, at))
  out.set(part, at)
  out.set(rest, at + part.length)
  return out
}
const wordOf = (random: Random): Uint8Array => encoder.encode(WORDS[random(WORDS.length)]!)

const damages: readonly Damage[] = [
  (bytes, at, random) => over(bytes, at, Uint8Array.of(random(256))),
  (bytes, at, random) => over(bytes, at, Uint8Array.of(bytes[at]! ^ (1 << random(8)))),
  (bytes, at, random) => {
    const number = new Uint8Array(8)
    new DataView(number.buffer).setBigUint64(0, NUMBERS[random(NUMBERS.length)]!, true)
    return over(bytes, at, number.subarray(0, [1, 2, 4, 8][random(4)]))
  },
  (bytes, at, random) => over(bytes, at, wordOf(random)),
  (bytes, at, random) => spliced(bytes, at, 0, wordOf(random)),
  (bytes, at, random) => spliced(bytes, at, 1 + random(16), new Uint8Array(0)),
  (bytes, at, random) => spliced(bytes, at, 0, bytes.slice(at, at + 1 + random(64))),
  (bytes, at, random) => over(bytes, random(bytes.length), bytes.slice(at, at + 1 + random(32))),
  (bytes, at) => bytes.slice(0, at),
]

/** One to four damages; `jsonStart`: where the interesting text begins. */
export function mutated(seed: Uint8Array, random: Random, jsonStart: number | null): Uint8Array {
  let bytes: Uint8Array = seed.slice()
  for (let left = 1 + random(4); left > 0 && bytes.length > 0; left--) {
    // Heads lie at the beginning: most damage goes there.
    const reach = random(4) === 0 ? bytes.length : Math.min(bytes.length, Math.max(64, Math.floor(bytes.length * 0.7)))
    const from = jsonStart !== null && random(8) > 0 ? Math.min(jsonStart, reach - 1) : 0
    const at = from + random(reach - from)
    // Cutting off ends most files at once.
    const kind = random(damages.length * 3) % damages.length
    bytes = damages[kind === damages.length - 1 && random(3) > 0 ? 0 : kind]!(bytes, at, random)
  }
  return bytes
}
