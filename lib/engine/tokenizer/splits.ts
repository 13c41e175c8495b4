/* Cutting a text at matches of a pattern, with the five behaviours of the official library. */
import type { AlignedText } from './aligned-text'
import { malformed } from './shape'

/** A stretch of the text, all of which together cover it in order. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly match: boolean
}

export type Finder = (text: string) => Stretch[]

export const BEHAVIOURS = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'] as const
export type Behaviour = (typeof BEHAVIOURS)[number]

export function readBehaviour(value: unknown, where: string): Behaviour {
  const found = BEHAVIOURS.find((name) => name === value)
  if (!found) throw malformed(where, `one of ${BEHAVIOURS.join(', ')}`, value)
  return found
}

/** Like Oniguruma's scan: an empty match right behind the last match is passed over. `pattern` must be global. */
export function regexFinder(pattern: RegExp): Finder {
  return (text) => {
    const out: Stretch[] = []
    let done = 0
    let lastEnd = -1
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
      const from = found.index
      const to = from + found[0].length
      if (from === to) {
        pattern.lastIndex = to + (to < text.length && text.codePointAt(to)! > 0xffff ? 2 : 1)
        if (to === lastEnd) continue
      }
      if (done < from) out.push({ from: done, to: from, match: false })
      out.push({ from, to, match: true })
      done = to
      lastEnd = to
    }
    if (done < text.length) out.push({ from: done, to: text.length, match: false })
    return out
  }
}

/** Every character for which `test` holds is a match of its own. */
export function characterFinder(test: (character: string) => boolean): Finder {
  return (text) => {
    const out: Stretch[] = []
    let done = 0
    let unit = 0
    for (const character of text) {
      const to = unit + character.length
      if (test(character)) {
        if (done < unit) out.push({ from: done, to: unit, match: false })
        out.push({ from: unit, to, match: true })
        done = to
      }
      unit = to
    }
    if (done < unit) out.push({ from: done, to: unit, match: false })
    return out
  }
}

export function textFinder(needle: string): Finder {
  return (text) => {
    const out: Stretch[] = []
    let done = 0
    for (let from = needle ? text.indexOf(needle) : -1; from >= 0; from = text.indexOf(needle, done)) {
      if (done < from) out.push({ from: done, to: from, match: false })
      done = from + needle.length
      out.push({ from, to: done, match: true })
    }
    if (done < text.length) out.push({ from: done, to: text.length, match: false })
    return out
  }
}

export const inverted =
  (finder: Finder): Finder =>
  (text) =>
    finder(text).map(({ from, to, match }) => ({ from, to, match: !match }))

type Range = { from: number; to: number }

function contiguous(stretches: readonly Stretch[]): Range[] {
  const out: Range[] = []
  let previous = false
  for (const { from, to, match } of stretches) {
    const last = out[out.length - 1]
    if (match === previous && last) last.to = to
    else out.push({ from, to })
    previous = match
  }
  return out
}

/** Each match joins the stretch before it, unless that was a match itself. */
function mergedWithPrevious(stretches: readonly Stretch[]): Range[] {
  const out: Range[] = []
  let previous = false
  for (const { from, to, match } of stretches) {
    const last = out[out.length - 1]
    if (match && !previous && last) last.to = to
    else out.push({ from, to })
    previous = match
  }
  return out
}

function mergedWithNext(stretches: readonly Stretch[]): Range[] {
  const out: Range[] = []
  let previous = false
  for (const { from, to, match } of [...stretches].reverse()) {
    const last = out[out.length - 1]
    if (match && !previous && last) last.from = from
    else out.push({ from, to })
    previous = match
  }
  return out.reverse()
}

const RANGES: Record<Behaviour, (stretches: Stretch[]) => readonly Range[]> = {
  Removed: (stretches) => stretches.filter(({ match }) => !match),
  Isolated: (stretches) => stretches,
  Contiguous: contiguous,
  MergedWithPrevious: mergedWithPrevious,
  MergedWithNext: mergedWithNext,
}

/** The parts of a text; empty ones are left out. */
export function split(source: AlignedText, finder: Finder, behaviour: Behaviour): AlignedText[] {
  const ranges = RANGES[behaviour](finder(source.text))
  if (ranges.length === 1 && ranges[0]!.from === 0 && ranges[0]!.to === source.text.length) return [source]
  return ranges.filter(({ from, to }) => from < to).map(({ from, to }) => source.slice(from, to))
}
