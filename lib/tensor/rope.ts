/* Rotary position embedding: dimension i turns together with i + size/2. arXiv:2104.09864, in the half-split layout of Llama. */

/** x [rows, heads, size]; cos and sin [rows, size/2], already for the rows' positions. */
export function rotateHalves(x: Float32Array, cos: Float32Array, sin: Float32Array, heads: number, size: number): Float32Array {
  const half = size / 2
  const out = new Float32Array(x.length)
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
