/* The steps of one word as lanes of boxes: merges as a tree that grows, a walk look by look, a lattice with one way lit. */
import type { TracedWord, WordSteps } from '../../engine/tokenizer'
import { number } from '../../viz/numbers'
import type { LatticeBox, LatticeLane } from '../../viz/panels'

export interface Lanes {
  readonly characters: readonly string[]
  readonly lanes: readonly LatticeLane[]
  /** How many steps there are to be shown one by one. */
  readonly steps: number
  readonly caption: string
}

type Steps<Kind extends WordSteps['kind']> = Extract<WordSteps, { kind: Kind }>
const MOST_EDGES = 160

/** `step` 0 shows all. */
export function lanesOf(word: TracedWord, step: number, display: (token: string) => string): Lanes {
  const { steps } = word
  if (steps.kind === 'merges') return merges(word, steps, step, display)
  if (steps.kind === 'walk') return walk(word, steps, step)
  if (steps.kind === 'lattice') return lattice(word, steps, step)
  const boxes = word.tokens.map((token, i): LatticeBox => ({ from: i, to: i + 1, text: display(token), tone: 'lit' }))
  const caption =
    steps.kind === 'left-out'
      ? steps.reason
      : steps.kind === 'added'
        ? 'Found in the text as it stands, before any cut.'
        : 'A token as a whole.'
  const shown = boxes.slice(0, 64)
  return { characters: shown.map(({ text }) => text), lanes: [{ boxes: shown }], steps: 0, caption }
}

/** Every symbol that stands or stood, one lane higher than the higher of its two parts. */
function merges(word: TracedWord, { start, steps }: Steps<'merges'>, step: number, display: (token: string) => string): Lanes {
  const shown = step === 0 ? steps.length : Math.min(step, steps.length)
  const row = start.map((_, place) => ({ from: place, to: place + 1, lane: -1 }))
  const boxes: { box: LatticeBox; lane: number }[] = []
  steps.slice(0, shown).forEach(({ at, merged, rank, score }, i) => {
    const [left, right] = [row[at]!, row[at + 1]!]
    const joined = { from: left.from, to: right.to, lane: Math.max(left.lane, right.lane) + 1 }
    row.splice(at, 2, joined)
    const note = `step ${i + 1}, ${score === undefined ? `rank ${rank + 1}` : `score ${number(score)}`}`
    const last = i === shown - 1
    boxes.push({ box: { from: joined.from, to: joined.to, text: display(merged), tone: last ? 'lit' : 'plain', note }, lane: joined.lane })
  })
  const lanes = Array.from({ length: Math.max(0, ...boxes.map(({ lane }) => lane + 1)) }, (_, lane) => ({
    boxes: boxes.filter((each) => each.lane === lane).map(({ box }) => box),
  }))
  const parts = shown === steps.length ? word.tokens.length : row.length
  const caption = `${shown} of ${steps.length} merges: ${start.length} symbols have become ${parts}.`
  return { characters: start.map(({ token }) => display(token)), lanes, steps: steps.length, caption }
}

/** A place in UTF-16 units as a place among characters. */
function characterPlaces(text: string): { characters: string[]; placeOf: (unit: number) => number } {
  const characters = [...text]
  const places = new Map<number, number>()
  let unit = 0
  characters.forEach((character, place) => {
    places.set(unit, place)
    unit += character.length
  })
  return { characters, placeOf: (at) => places.get(at) ?? characters.length }
}

/** The looks of each place in one lane a token: what was found, under it the last look that found nothing. */
function walk(word: TracedWord, { tries, unknown }: Steps<'walk'>, step: number): Lanes {
  const { characters, placeOf } = characterPlaces(word.text)
  const shown = tries.slice(0, step === 0 ? tries.length : step)
  const lanes: LatticeLane[] = []
  shown.forEach(({ range: [from, to], token, found }, i) => {
    const last = i === shown.length - 1
    if (!found && !last && i % Math.ceil(tries.length / 24) !== 0) return
    const box = { from: placeOf(from), to: placeOf(to), text: token, note: `look ${i + 1}` }
    lanes.push({ boxes: [{ ...box, tone: found && !unknown ? 'lit' : found ? 'plain' : 'miss' }] })
  })
  const misses = shown.filter(({ found }) => !found).length
  const end = unknown && shown.length === tries.length ? ' Nothing fits at the end, so the whole word is unknown.' : ''
  return { characters, lanes, steps: tries.length, caption: `${shown.length} of ${tries.length} looks, ${misses} in vain.${end}` }
}

/** Step n lights the n-th best way; 0 is the best. */
function lattice(word: TracedWord, { edges, paths }: Steps<'lattice'>, step: number): Lanes {
  const { characters, placeOf } = characterPlaces(word.text)
  const place = Math.min(Math.max(step, 1), paths.length) - 1
  const path = paths[place]!
  const chosen = new Set(path.edges)
  const boxes = edges.map(({ range: [from, to], token, score, unknown }, edge): LatticeBox => {
    const note = unknown ? `unknown, ${number(score)}` : number(score)
    return { from: placeOf(from), to: placeOf(to), text: token, tone: chosen.has(edge) ? 'lit' : 'faint', note }
  })
  const lit = boxes.filter(({ tone }) => tone === 'lit')
  const others = boxes.filter(({ tone, from, to }) => tone !== 'lit' && to - from > 1).slice(0, MOST_EDGES)
  const singles = boxes.filter(({ tone, from, to }) => tone !== 'lit' && to - from === 1).slice(0, MOST_EDGES)
  const gap = path.score - paths[0]!.score
  const less = place === 0 ? '' : `, ${number(Math.abs(gap))} less than the best`
  const caption = `Way ${place + 1} of the ${paths.length} best: log probability ${number(path.score)}${less}. ${edges.length} pieces fit.`
  return { characters, lanes: [{ boxes: lit }, ...packed([...singles, ...others])], steps: paths.length, caption }
}

/** Boxes in as few lanes as they need. */
function packed(boxes: readonly LatticeBox[]): LatticeLane[] {
  const lanes: LatticeBox[][] = []
  for (const box of [...boxes].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const lane = lanes.find((each) => each[each.length - 1]!.to <= box.from)
    if (lane) lane.push(box)
    else lanes.push([box])
  }
  return lanes.map((each) => ({ boxes: each }))
}
