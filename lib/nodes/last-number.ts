/* The last number of a text, as people write it: `-3`, `0.5`, `1,000`, `2e5`. */

export interface FoundNumber {
  readonly value: number
  readonly start: number
  readonly end: number
}

/** A minus belongs to the number where nothing stands before it that could be subtracted from. Commas only where they set off thousands. */
const NUMBER = /(?:(?<![\p{L}\p{N}_)\]])-)?(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,3}(?![\p{L}\p{N}]))?/gu

/** Null where there is none, or none that a computer can hold. */
export function lastNumber(text: string): FoundNumber | null {
  let last: FoundNumber | null = null
  for (const match of text.matchAll(NUMBER)) {
    const value = Number(match[0].replaceAll(',', ''))
    if (Number.isFinite(value)) last = { value, start: match.index, end: match.index + match[0].length }
  }
  return last
}
