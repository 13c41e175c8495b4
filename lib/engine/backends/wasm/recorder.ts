/*
 * Writes calls of kernels down instead of making them: the words of a list that the kernels do in one call. What a step computes in
 * TypeScript is thus computed once; the next token's list is the same but for the words that grow with the rows.
 */
import { floatBits } from './float-bits'
import type { Kernels } from './modules'

type Listed = Exclude<keyof Kernels, 'run' | 'stop' | 'replay' | 'readThrough'>

/** In the order of kernels/list.ts. */
const COPY = 16
const LISTED: readonly Listed[] = [
  'gather', 'quantizeRows', 'causalMask', 'normScale', 'normalize', 'rotate', 'add', 'multiply', 'scale', 'sumHeads', 'columns', 'activate',
  'activateAndMultiply',
] // prettier-ignore

/** Arguments that are no whole numbers. */
const REALS: Partial<Record<Listed, number>> = { normScale: 4, scale: 3 }

export class Recorder {
  readonly words: number[] = []
  commands = 0
  readonly kernels: Kernels

  constructor() {
    const refuse = () => {
      throw new Error('This kernel is never part of a list.')
    }
    const listed = Object.fromEntries(LISTED.map((name, i) => [name, this.writer(COPY + 1 + i, REALS[name] ?? -1)]))
    this.kernels = { run: refuse, stop: refuse, replay: refuse, readThrough: refuse, ...listed } as unknown as Kernels
  }

  copy(to: number, from: number, bytes: number): void {
    this.write(COPY, [to, from, bytes])
  }

  job(kind: number, pieces: number, words: readonly number[]): void {
    this.write(kind, [pieces, ...words])
  }

  private writer(kind: number, real: number): (...words: number[]) => void {
    return (...words) =>
      this.write(
        kind,
        words.map((value, i) => (i === real ? floatBits(value) : value)),
      )
  }

  private write(kind: number, words: readonly number[]): void {
    this.words.push(kind, words.length, ...words)
    this.commands++
  }
}
