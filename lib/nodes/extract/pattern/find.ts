/*
 * Finds a pattern in a text, all readings at once (Pike's machine, after Thompson 1968): no pattern takes more than its
 * steps times the text's length, whatever it is. Of matches that begin first the one is taken that the pattern prefers,
 * as in JavaScript; a group inside a repeat keeps what it took last.
 */
import { isLineEnd, isWord } from './classes'
import type { Program } from './program'
import type { Place } from './tree'

export interface Match {
  /** UTF-16 ranges: the whole match, then each group; null where a group took no part. */
  readonly ranges: readonly (readonly [number, number] | null)[]
}

interface Reader {
  readonly pc: number
  readonly marks: readonly number[]
}

/** Characters between two breaths. */
const CHUNK = 512

export async function findPattern(program: Program, text: string, breathe: () => Promise<void> = async () => {}): Promise<Match | null> {
  const machine = new Machine(program, text)
  for (let at = 0, count = 1; ; count++) {
    const next = machine.step(at)
    if (next === null) return machine.match
    at = next
    if (count % CHUNK === 0) await breathe()
  }
}

class Machine {
  match: Match | null = null
  private readers: Reader[] = []
  /** The position at which each step was last reached, so that none is followed twice. */
  private readonly seen: Int32Array
  private readonly none: readonly number[]

  constructor(
    private readonly program: Program,
    private readonly text: string,
  ) {
    this.seen = new Int32Array(program.steps.length).fill(-1)
    this.none = Array.from({ length: 2 * program.names.length + 2 }, () => -1)
  }

  /** Reads the character at a place; gives the next place, or null at the end. */
  step(at: number): number | null {
    const { text, program } = this
    const code = text.codePointAt(at)
    const next = at + (code === undefined ? 0 : code > 0xffff ? 2 : 1)
    const before = this.readers
    const here: Reader[] = []
    for (const reader of before) this.follow(reader.pc, reader.marks, at, here)
    if (!this.match) this.follow(0, this.none.with(0, at), at, here)
    this.readers = []
    for (const { pc, marks } of here) {
      const step = program.steps[pc]!
      if (step.do === 'done') {
        this.match = { ranges: rangesOf(marks.with(1, at)) }
        // Those behind are less preferred.
        break
      }
      if (step.do === 'char' && code !== undefined && step.test(code)) this.readers.push({ pc: pc + 1, marks })
    }
    const over = code === undefined || (this.match !== null && this.readers.length === 0)
    return over ? null : next
  }

  /** Everything that is reached from a step without reading, the preferred first. */
  private follow(from: number, marks: readonly number[], at: number, into: Reader[]): void {
    const waiting: Reader[] = [{ pc: from, marks }]
    while (waiting.length > 0) {
      const reader = waiting.pop()!
      if (this.seen[reader.pc] === at) continue
      this.seen[reader.pc] = at
      const step = this.program.steps[reader.pc]!
      if (step.do === 'jump') waiting.push({ pc: step.to, marks: reader.marks })
      else if (step.do === 'fork') waiting.push({ pc: step.second, marks: reader.marks }, { pc: step.first, marks: reader.marks })
      else if (step.do === 'mark') waiting.push({ pc: reader.pc + 1, marks: reader.marks.with(step.slot, at) })
      else if (step.do === 'place') {
        if (this.holds(step.place, at)) waiting.push({ pc: reader.pc + 1, marks: reader.marks })
      } else into.push(reader)
    }
  }

  private holds(place: Place, at: number): boolean {
    const { text, program } = this
    const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
    if (place === 'start') return at === 0 || (program.multiline && isLineEnd(before))
    if (place === 'end') return at === text.length || (program.multiline && isLineEnd(after))
    const edge = isWord(before) !== isWord(after)
    return place === 'word edge' ? edge : !edge
  }
}

const rangesOf = (marks: readonly number[]): Match['ranges'] =>
  Array.from({ length: marks.length / 2 }, (_, group) => {
    const [start, end] = [marks[2 * group]!, marks[2 * group + 1]!]
    return start >= 0 && end >= start ? ([start, end] as const) : null
  })
