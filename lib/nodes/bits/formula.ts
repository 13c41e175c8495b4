/* How a number follows from its bits, with the numbers filled in. */
import { bitsOf, bitCount, decode, type NumberFormat } from '../../engine'
import { number, significant } from '../../viz/numbers'

const EXPONENT: Readonly<Partial<Record<NumberFormat, number>>> = { fp32: 8, fp16: 5, bf16: 8 }

/** `2⁻⁴ × 1.59961`, `−128 + 32 + 1`. */
export function formulaOf(code: number, format: NumberFormat): string {
  const exponent = EXPONENT[format]
  const bits = bitsOf(code, format)
  return exponent === undefined ? sumOf(bits) : productOf(bits, exponent, decode(code, format))
}

function sumOf(bits: readonly boolean[]): string {
  const top = bits.length - 1
  const terms = bits.flatMap((on, place) => (on ? [place === 0 ? `−${2 ** top}` : String(2 ** (top - place))] : []))
  return terms.join(' + ') || '0'
}

function productOf(bits: readonly boolean[], exponent: number, value: number): string {
  if (Number.isNaN(value)) return 'all ones in the exponent, not all zeros after it: no number'
  if (!Number.isFinite(value)) return 'all ones in the exponent, zeros after it: infinity'
  const field = read(bits.slice(1, 1 + exponent))
  const fraction = bits.slice(1 + exponent)
  const part = read(fraction) / 2 ** fraction.length
  const power = Math.max(field, 1) - (2 ** (exponent - 1) - 1)
  return `${bits[0] ? '−' : ''}2${raised(power)} × ${significant((field > 0 ? 1 : 0) + part, 6)}`
}

const read = (bits: readonly boolean[]): number => bits.reduce((sum, on) => 2 * sum + Number(on), 0)

const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const raised = (power: number): string =>
  String(power)
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => DIGITS[Number(digit)]!)

/** `16 bits: 1 + 5 + 10`, as the groups of the figure: sign, exponent, fraction. */
export function formatWords(format: NumberFormat): string {
  const exponent = EXPONENT[format]
  const count = bitCount(format)
  if (exponent === undefined) return `${count} bits: ${number(-(2 ** (count - 1)))} to ${number(2 ** (count - 1) - 1)}`
  return `${count} bits: 1 + ${exponent} + ${count - 1 - exponent}`
}
