/* Float32 numbers as the words that kernels read them from. */
const single = new Float32Array(1)
const bitsOfSingle = new Int32Array(single.buffer)

export function floatBits(value: number): number {
  single[0] = value
  return bitsOfSingle[0]!
}
