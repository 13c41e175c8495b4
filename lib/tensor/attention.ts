/* The three inner steps of attention for grouped heads: query head h reads key/value head floor(h · keyHeads / heads). */

export interface HeadShape {
  readonly heads: number
  readonly keyHeads: number
  readonly size: number
}

/** q [T, H, D] · k [S, K, D] → [H, T, S]. */
export function attentionScores(q: Float32Array, k: Float32Array, { heads, keyHeads, size }: HeadShape): Float32Array {
  const queries = q.length / (heads * size)
  const sources = k.length / (keyHeads * size)
  const out = new Float32Array(heads * queries * sources)
  for (let h = 0; h < heads; h++) {
    const keyHead = Math.floor((h * keyHeads) / heads)
    for (let t = 0; t < queries; t++) {
      for (let s = 0; s < sources; s++) {
        const qStart = (t * heads + h) * size
        const kStart = (s * keyHeads + keyHead) * size
        let sum = 0
        for (let i = 0; i < size; i++) sum += q[qStart + i]! * k[kStart + i]!
        out[(h * queries + t) * sources + s] = sum
      }
    }
  }
  return out
}

/** Future keys become -Infinity. Query t stands at position S − T + t. */
export function causalMask(scores: Float32Array, queries: number, sources: number): Float32Array {
  const out = scores.slice()
  const past = sources - queries
  for (let row = 0; row * sources < out.length; row++) out.fill(-Infinity, row * sources + past + (row % queries) + 1, (row + 1) * sources)
  return out
}

/** pattern [H, T, S] · v [S, K, D] → [T, H, D]. */
export function mixValues(pattern: Float32Array, v: Float32Array, { heads, keyHeads, size }: HeadShape): Float32Array {
  const sources = v.length / (keyHeads * size)
  const queries = pattern.length / (heads * sources)
  const out = new Float32Array(queries * heads * size)
  const sums = new Float64Array(size)
  for (let h = 0; h < heads; h++) {
    const valueHead = Math.floor((h * keyHeads) / heads)
    for (let t = 0; t < queries; t++) {
      sums.fill(0)
      for (let s = 0; s < sources; s++) {
        const weight = pattern[(h * queries + t) * sources + s]!
        const start = (s * keyHeads + valueHead) * size
        for (let i = 0; i < size; i++) sums[i]! += weight * v[start + i]!
      }
      out.set(sums, (t * heads + h) * size)
    }
  }
  return out
}

/** Each head's own way to the residual stream: z [T, H, D] through its columns of the output matrix → [T, H, C]. */
export function headResults(
  z: Float32Array,
  weight: Float32Array,
  layout: 'out-in' | 'in-out',
  heads: number,
  size: number,
  width: number,
): Float32Array {
  const inner = heads * size
  const out = new Float32Array((z.length / size) * width)
  for (let vector = 0; vector * size < z.length; vector++) {
    const first = (vector % heads) * size
    for (let c = 0; c < width; c++) {
      let sum = 0
      for (let i = 0; i < size; i++) {
        const w = layout === 'out-in' ? weight[c * inner + first + i]! : weight[(first + i) * width + c]!
        sum += z[vector * size + i]! * w
      }
      out[vector * width + c] = sum
    }
  }
  return out
}
