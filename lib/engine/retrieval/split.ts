/*
 * Cutting a text into chunks. A chunk is a range of the source, never a copy: without overlap the ranges follow one another
 * and rebuild the source exactly; with overlap each begins a little before the last one's end.
 */
import { headerStarts, type Section } from './headers'
import { sentenceStarts } from './sentences'
import { cutPoint, recursiveEnds, type Range } from './recursive'
import type { Steps } from './steps'

export type { Range }

export interface Chunk {
  readonly range: Range
  /** Titles of the Markdown headers it stands under, outermost first. */
  readonly headers?: readonly string[]
}

/** Everything as it is; an empty text has no chunk. */
export const wholeChunks = (text: string): Chunk[] => (text === '' ? [] : [{ range: [0, text.length] }])

/** `size` sentences a chunk, the last `overlap` of them again in the next. */
export function* sentenceChunks(text: string, size: number, overlap: number): Steps<Chunk[]> {
  return windows(yield* sentenceStarts(text), text.length, size, overlap)
}

/** At most `size` characters, cut at paragraphs, else lines, sentences, words; the next begins up to `overlap` earlier. */
export function* recursiveChunks(text: string, size: number, overlap: number, within: Range = [0, text.length]): Steps<Chunk[]> {
  const ends = yield* recursiveEnds(text, size, within)
  const chunks: Chunk[] = []
  let from = within[0]
  for (let at = 0; at < ends.length;) {
    const start = from
    // As many pieces as fit; at least one.
    let last = at
    while (last + 1 < ends.length && ends[last + 1]! - start <= size) last++
    const end = ends[last]!
    chunks.push({ range: [start, end] })
    at = last + 1
    from = at < ends.length ? overlapStart(text, ends, last, start, Math.min(overlap, size - (ends[at]! - end))) : end
    if (chunks.length % 512 === 0) yield
  }
  return chunks
}

/** The earliest beginning of a piece that lies at most `overlap` before the end of the chunk, else so many characters. */
function overlapStart(text: string, ends: readonly number[], last: number, start: number, overlap: number): number {
  const end = ends[last]!
  if (overlap <= 0) return end
  const earliest = Math.max(start + 1, end - overlap)
  for (let at = last - 1; at >= 0 && ends[at]! >= earliest; at--) if (at === 0 || ends[at - 1]! < earliest) return ends[at]!
  return cutPoint(text, earliest)
}

/** A chunk for each Markdown section, with the text before the first header; longer ones are cut as `recursive` does. */
export function* headerChunks(text: string, size: number, overlap: number): Steps<Chunk[]> {
  const sections = yield* headerStarts(text)
  const chunks: Chunk[] = []
  for (const [at, { start, headers }] of sections.entries()) {
    const end = sections[at + 1]?.start ?? text.length
    if (size === 0 || end - start <= size) chunks.push(chunkOf([start, end], headers))
    else for (const { range } of yield* recursiveChunks(text, size, overlap, [start, end])) chunks.push(chunkOf(range, headers))
    if (at % 256 === 255) yield
  }
  return chunks
}

const chunkOf = (range: Range, headers: Section['headers']): Chunk => (headers.length > 0 ? { range, headers } : { range })

/** Where the tokens of a part of the text begin, as offsets into the part. */
export type TokenStarts = (part: string) => readonly number[]

/** Characters handed to the tokenizer at once; parts end before a space or after a line, where its own words end. */
const PART = 2048

/** `size` tokens a chunk, the last `overlap` of them again in the next. */
export function* tokenChunks(text: string, startsOf: TokenStarts, size: number, overlap: number): Steps<Chunk[]> {
  const starts: number[] = []
  for (let from = 0; from < text.length;) {
    const end = partEnd(text, from)
    for (const start of startsOf(text.slice(from, end))) {
      const at = from + start
      // Tokens that share a character begin with it: a range never cuts one in half.
      if (starts.length === 0 || at >= starts.at(-1)!) starts.push(at)
    }
    from = end
    yield
  }
  if (starts.length > 0) starts[0] = 0
  return windows(starts, text.length, size, overlap)
}

function partEnd(text: string, from: number): number {
  const most = from + PART
  if (most >= text.length) return text.length
  for (let at = most; at > from + PART / 2; at--) if (text[at - 1] === '\n' || (text[at] === ' ' && text[at - 1] !== ' ')) return at
  return cutPoint(text, most)
}

/** Windows of `size` units that begin at `starts`; each but the first repeats `overlap` units. */
function windows(starts: readonly number[], end: number, size: number, overlap: number): Chunk[] {
  const chunks: Chunk[] = []
  const step = Math.max(1, size - overlap)
  for (let at = 0; at < starts.length; at += step) {
    const to = starts[at + size] ?? end
    if (to > starts[at]!) chunks.push({ range: [starts[at]!, to] })
    if (to === end) break
  }
  return chunks
}
