/* Numbers for the self-test, always the same, and what they should give by plain loops. */
import { linear } from '../../../tensor'
import { scalesOf, type CodeBits, type PanelCodes } from './panels'

/** Between −1 and 1, without a pattern that a mistake could follow. */
export function testMatrix(count: number, seed: number): Float32Array {
  let state = seed
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  })
}

/** Codes, scales and minima of every kind: with minima codes have no sign. */
export function codeSource(bits: CodeBits, inner: number, outer: number): PanelCodes & { readonly expanded: Float32Array } {
  const most = bits === 4 || bits === 41 ? 7 : bits === 8 || bits === 82 ? 127 : 31
  const zero = bits === 41 || bits === 81 || bits === 83 ? most : 0
  const codes = Int8Array.from(testMatrix(inner * outer, 3), (x) => Math.round(x * most) + zero)
  const scale = (row: number, part: number) => Math.fround((0.5 + ((row * 7 + part) % 5) / 10) / most)
  const minimum = (row: number, part: number) => (zero === 0 ? 0 : Math.fround((row % 3) / 4 - (part % 2) - 0.5))
  const each = 32 / scalesOf(bits)
  const expanded = Float32Array.from(codes, (code, i) => {
    const [row, part] = [Math.floor(i / inner), Math.floor((i % inner) / each)]
    return code * scale(row, part) + minimum(row, part)
  })
  return { inner, outer, scale, minimum, codes: (row, into) => into.set(codes.subarray(row * inner, (row + 1) * inner)), expanded }
}

export const expandedProduct = (x: Float32Array, matrix: Float32Array, inner: number, outer: number): Float32Array =>
  linear(x, matrix, null, inner, outer)
