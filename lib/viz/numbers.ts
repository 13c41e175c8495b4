/*
 * Numbers as the house writes them: true minus, narrow space before %, three significant digits (two below 1 %), thousands
 * by comma. Full precision is for cards only. No locale is asked, so that text is the same everywhere.
 */
const MINUS = '−'
const NARROW = '\u202f'

const signed = (text: string): string => text.replaceAll('-', MINUS)

/** Whole numbers with commas: `4,096`. */
export const whole = (value: number): string => signed(value.toFixed(0).replace(/\B(?=(\d{3})+(?!\d))/g, ','))

/** A share of one: `50.4 %`, `6.21 %`, `0.091 %`. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return odd(share)
  const size = Math.abs(share * 100)
  if (size === 0) return `0${NARROW}%`
  if (size < 0.00095) return `<${NARROW}0.001${NARROW}%`
  // the digits are chosen after rounding: 9.996 % is 10.0 %
  const digits = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.0995 ? 2 : size >= 0.00995 ? 3 : 4
  return `${signed((share * 100).toFixed(digits))}${NARROW}%`
}

/** Three significant digits; exponents only beyond what five places hold. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return odd(value)
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 1e7) return whole(value)
  if (size >= 1e7 || size < 1e-4) return exponent(value, 3)
  if (size >= 999.5) return whole(value)
  return signed(trimmed(value, 3))
}

function trimmed(value: number, digits: number): string {
  const text = value.toPrecision(digits)
  return text.includes('e') ? String(Number(text)) : text
}

/** Four digits for a cell of a map: `125.5`, `13.44`, `−0.063`; shares between 0 and 1 without their zero: `.97`, `1.00`. */
export function cell(value: number, share = false): string {
  if (!Number.isFinite(value)) return odd(value)
  if (share) return value.toFixed(2).replace(/^0\./, '.')
  const size = Math.abs(value)
  if (size >= 99_999.5) return exponent(value, 2)
  if (size >= 9_999.5) return whole(value)
  return signed(
    size >= 999.95 ? value.toFixed(0) : size >= 99.995 ? value.toFixed(1) : size >= 9.9995 ? value.toFixed(2) : value.toFixed(3),
  )
}

/** Under a token: two decimals, one from 10 on. */
export const short = (value: number): string =>
  Number.isFinite(value) ? signed(Math.abs(value) >= 99.95 ? whole(value) : value.toFixed(Math.abs(value) >= 9.995 ? 1 : 2)) : odd(value)

/** Large on a card: four decimals below 10, else six significant digits. */
export function large(value: number): string {
  if (!Number.isFinite(value)) return odd(value)
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 0.00095 || size >= 1e7) return exponent(value, 4)
  return signed(size < 9.99995 ? value.toFixed(4) : Number.isInteger(value) ? whole(value) : value.toPrecision(6))
}

/** So many significant digits; without a count, the fewest that give the same float32 back (nine at most). */
export function significant(value: number, digits?: number): string {
  if (!Number.isFinite(value)) return odd(value)
  if (digits !== undefined)
    return Math.abs(value) >= 1e7 || (value !== 0 && Math.abs(value) < 1e-4) ? exponent(value, digits) : signed(trimmed(value, digits))
  for (let tried = 6; tried < 9; tried++) {
    const rounded = Number(value.toPrecision(tried))
    if (Math.fround(rounded) === Math.fround(value)) return signed(String(rounded))
  }
  return signed(String(Number(value.toPrecision(9))))
}

/** A number with its unit: shares by `%`, truth values in words, `bits` and the rest after a space. */
export function withUnit(value: number, unit?: string): string {
  if (unit === '%') return percent(value)
  if (unit === 'yes/no') return value === 0 ? 'no' : value === 1 ? 'yes' : number(value)
  return unit ? `${number(value)} ${unit}` : number(value)
}

/** Parameters and bytes: `5.77 M`. */
export function count(value: number): string {
  for (const [size, name] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const)
    if (Math.abs(value) >= size) return `${signed(trimmed(value / size, 3))} ${name}`
  return whole(value)
}

/** Bytes held: `3.41 MB`, `24.6 kB`, `96 bytes`. */
export function megabytes(bytes: number): string {
  if (bytes < 1000) return `${whole(bytes)} bytes`
  return bytes < 1e6 ? `${trimmed(bytes / 1e3, 3)} kB` : `${trimmed(bytes / 1e6, 3)} MB`
}

/** `+1.3`, `−4.0`, `0`. */
export const change = (value: number, write: (size: number) => string = number): string => (value > 0 ? '+' : '') + write(value)

function exponent(value: number, digits: number): string {
  const [mantissa = '', power = '0'] = value.toExponential(digits - 1).split('e')
  return `${signed(mantissa)}e${signed(String(Number(power)))}`
}

const odd = (value: number): string => (Number.isNaN(value) ? 'not a number' : value > 0 ? 'infinity' : `${MINUS}infinity`)
