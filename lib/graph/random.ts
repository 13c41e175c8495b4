/*
 * The only home of chance. Seeds are derived by hash; numbers come from Philox4x32-10, a counter-based generator on
 * integers alone (Salmon, Moraes, Dror, Shaw 2011, «Parallel random numbers: as easy as 1, 2, 3»): the n-th number of a
 * seed is the same everywhere.
 */
import { hashParts } from './hash'

const MULTIPLY_0 = 0xd2511f53
const MULTIPLY_1 = 0xcd9e8d57
const WEYL_0 = 0x9e3779b9
const WEYL_1 = 0xbb67ae85
const ROUNDS = 10
const TWO_32 = 4294967296

/** A seed of 52 bits from any parts: `deriveSeed(notebookSeed, nodeId, iterationPath)`. */
export const deriveSeed = (...parts: readonly (string | number)[]): number => Number.parseInt(hashParts(parts).slice(0, 13), 16)

/** Uniform numbers in [0, 1) with 53 random bits each. */
export function counterRandom(seed: number): () => number {
  const key0 = seed >>> 0
  const key1 = Math.floor(seed / TWO_32) >>> 0
  let counter = 0
  let block: Uint32Array | null = null
  return () => {
    if (counter % 2 === 0) {
      const step = counter / 2
      block = philox([step >>> 0, Math.floor(step / TWO_32), 0, 0], [key0, key1])
    }
    const at = (counter++ % 2) * 2
    const high = (block?.[at] ?? 0) >>> 5 // 27 bits
    const low = (block?.[at + 1] ?? 0) >>> 6 // 26 bits
    return (high * 67108864 + low) / 9007199254740992
  }
}

/** Four words for a counter of four and a key of two. */
export function philox(counter: readonly [number, number, number, number], key: readonly [number, number]): Uint32Array {
  let [c0, c1, c2, c3] = counter
  let [k0, k1] = key
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLY_0, c0)
    const low0 = Math.imul(MULTIPLY_0, c0)
    const high1 = multiplyHigh(MULTIPLY_1, c2)
    const low1 = Math.imul(MULTIPLY_1, c2)
    ;[c0, c1, c2, c3] = [high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0]
    k0 = (k0 + WEYL_0) | 0
    k1 = (k1 + WEYL_1) | 0
  }
  return new Uint32Array([c0, c1, c2, c3])
}

/** The upper 32 bits of the 64-bit product of two unsigned words. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const carry = aLow * bHigh + (middle & 0xffff) // below 2^33: exact as a number
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0
}
