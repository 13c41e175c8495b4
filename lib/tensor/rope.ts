/* Rotary position embedding: dimension i turns together with i + turns/2. arXiv:2104.09864, in the half-split layout of Llama. */

/** x [rows, heads, size]; cos and sin [rows, turns/2], already for the rows' positions. Dimensions from `turns` on stay as they are. */
export function rotateHalves(
  x: Float32Array,
  cos: Float32Array,
  sin: Float32Array,
  heads: number,
  size: number,
  turns: number = size,
): Float32Array {
  const half = turns / 2
  const out = x.slice()
  for (let vector = 0; vector * size < x.length; vector++) {
    const table = Math.floor(vector / heads) * half
    const start = vector * size
    for (let i = 0; i < half; i++) {
      const a = x[start + i]!
      const b = x[start + half + i]!
      const c = cos[table + i]!
      const s = sin[table + i]!
      out[start + i] = a * c - b * s
      out[start + half + i] = b * c + a * s
    }
  }
  return out
}
