/* Numbers for the self-test, always the same, and what they should give by plain loops. */
import { linear } from '../../../tensor'
import type { PanelBits, PanelCodes } from './panels'

/** Between −1 and 1, without a pattern that a mistake could follow. */
export function testMatrix(count: number, seed: number): Float32Array {
  let state = seed
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  })
}

export function codeSource(bits: PanelBits, inner: number, outer: number): PanelCodes & { readonly expanded: Float32Array } {
  const most = bits === 8 ? 127 : 7
  const zero = bits === 41 ? 7 : 0
  const codes = Int8Array.from(testMatrix(inner * outer, 3), (x) => Math.round(x * most) + zero)
  const scale = (row: number, block: number) => Math.fround((0.5 + ((row * 7 + block) % 5) / 10) / most)
  const minimum = (row: number, block: number) => (zero === 0 ? 0 : Math.fround((row % 3) / 4 - (block % 2) - 0.5))
  const expanded = Float32Array.from(codes, (code, i) => {
    const [row, block] = [Math.floor(i / inner), Math.floor((i % inner) / 32)]
    return code * scale(row, block) + minimum(row, block)
  })
  return { inner, outer, scale, minimum, codes: (row, into) => into.set(codes.subarray(row * inner, (row + 1) * inner)), expanded }
}

export const expandedProduct = (x: Float32Array, matrix: Float32Array, inner: number, outer: number): Float32Array =>
  linear(x, matrix, null, inner, outer)
