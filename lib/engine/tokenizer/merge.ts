/* The merging itself: symbols of one word joined pair by pair, and where they lie in it afterwards. Knows ids and lengths, no texts. */
import { utf8Length } from './characters'
import { MergeHeap } from './merge-heap'
import type { PairTable } from './pair-table'
import type { Word } from './word-model'

/** Symbols of a word while it is merged: ids and lengths in UTF-8 bytes, as the official library counts. */
export class Symbols {
  readonly ids: number[] = []
  readonly bytes: number[] = []
  add(id: number, bytes: number): void {
    this.ids.push(id)
    this.bytes.push(bytes)
  }
}

/** Merges in place, lowest rank first, leftmost first; a merged-away symbol keeps 0 bytes. `onMerge` hears of each, `at` counting the symbols of the beginning. */
export function mergeAll(symbols: Symbols, merges: PairTable, onMerge?: (at: number, rank: number, id: number) => void): void {
  const { ids, bytes } = symbols
  const count = ids.length
  const next = Int32Array.from({ length: count }, (_, i) => (i + 1 < count ? i + 1 : -1))
  const previous = Int32Array.from({ length: count }, (_, i) => i - 1)
  const heap = new MergeHeap()
  const offer = (at: number, right: number): void => {
    const slot = merges.find(ids[at]!, ids[right]!)
    if (slot >= 0) heap.push(merges.rank(slot), at, merges.merged(slot))
  }
  for (let i = 0; i + 1 < count; i++) offer(i, i + 1)
  while (heap.size > 0) {
    const { position, merged } = heap.pop()
    const right = next[position]!
    if (bytes[position] === 0 || right < 0) continue
    // The pair at this place may have changed since it was queued.
    const slot = merges.find(ids[position]!, ids[right]!)
    if (slot < 0 || merges.merged(slot) !== merged) continue
    onMerge?.(position, merges.rank(slot), merged)
    ids[position] = merged
    bytes[position] = bytes[position]! + bytes[right]!
    bytes[right] = 0
    const after = next[right]!
    next[position] = after
    if (after >= 0) previous[after] = position
    if (previous[position]! >= 0) offer(previous[position]!, position)
    if (after >= 0) offer(position, after)
  }
}

/** For each byte of the word in UTF-8, where its character begins and ends. */
function bytePlaces(word: string): { unitOfByte: Int32Array; endOfByte: Int32Array } {
  const unitOfByte = new Int32Array(word.length * 3)
  const endOfByte = new Int32Array(word.length * 3)
  let byte = 0
  for (let unit = 0; unit < word.length;) {
    const code = word.codePointAt(unit)!
    const end = unit + (code > 0xffff ? 2 : 1)
    for (let i = utf8Length(code); i > 0; i--) {
      unitOfByte[byte] = unit
      endOfByte[byte++] = end
    }
    unit = end
  }
  return { unitOfByte: unitOfByte.subarray(0, byte), endOfByte: endOfByte.subarray(0, byte) }
}

/** Turns lengths in bytes into ranges of units. Lengths are summed, so behind a dropped character ranges lie too far left, as in the official library. */
export function place(word: string, { ids, bytes }: Symbols): Word {
  const { unitOfByte, endOfByte } = bytePlaces(word)
  const kept: number[] = []
  const from: number[] = []
  const to: number[] = []
  let at = 0
  for (let i = 0; i < ids.length; i++) {
    if (bytes[i] === 0) continue
    kept.push(ids[i]!)
    from.push(unitOfByte[at] ?? word.length)
    at += bytes[i]!
    to.push(endOfByte[at - 1] ?? word.length)
  }
  return { ids: kept, from, to }
}
