/* Grapheme clusters (UAX #29): what a reader takes for one character. The engine's own segmenter decides; plain stretches do not ask it. */
import { isUnknown } from './unicode-16'

let segmenter: Intl.Segmenter | null = null

/** Nothing below U+0300 joins its neighbour, save the carriage return its line feed. */
const standsAlone = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  const next = text.charCodeAt(at + 1)
  return unit < 0x300 && !(next >= 0x300) && !(unit === 0x0d && next === 0x0a)
}

export function* clusters(text: string): Generator<string> {
  let at = 0
  while (at < text.length) {
    if (standsAlone(text, at)) {
      yield text[at++]!
      continue
    }
    let end = at + 1
    while (end < text.length && !standsAlone(text, end)) end++
    yield* segmented(text.slice(at, Math.min(text.length, end + 1)))
    at = end + 1
  }
}

/** Characters newer than the official library's tables join nothing there. */
function* segmented(stretch: string): Generator<string> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of segmenter.segment(stretch)) {
    if (segment.length > 1 && [...segment].some(isUnknown)) yield* segment
    else yield segment
  }
}
