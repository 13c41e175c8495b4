/*
 * A decoding step as lists of commands: written once for a place in memory, done again for each token with the few words that grow with
 * the rows turned on. What the kernels cannot do by themselves (edits, operations they do not know) stands between the lists.
 */
import type { Machine } from './machine'

/** What one walk over the steps wrote: the words up to a step that has to be done by itself, or up to a pause. */
export interface Written {
  readonly words: readonly number[]
  readonly commands: number
  /** The step to be done after the list; -1: none. */
  readonly step: number
  readonly pause: boolean
}

interface Part {
  readonly from: number
  readonly to: number
  readonly commands: number
  readonly step: number
  readonly pause: boolean
}

export class Script {
  readonly parts: readonly Part[]
  private readonly varying: { readonly at: number; readonly value: number; readonly slope: number }[] = []
  private readonly place: number

  /** `first` was written for `S` rows of keys, `second` for one more; every word is a constant or grows by the same with each row. */
  constructor(
    private readonly machine: Machine,
    private readonly S: number,
    first: readonly Written[],
    second: readonly Written[],
    readonly addresses: Float64Array,
    /** What the lists were written for; they serve nothing else. */
    readonly serves: object,
  ) {
    this.place = machine.heap.take(4 * first.reduce((sum, { words }) => sum + words.length, 0))
    let at = this.place
    this.parts = first.map(({ words, commands, step, pause }, n) => {
      const from = at
      machine.heap.wholes.set(words, at / 4)
      const later = second[n]!.words
      for (const [i, value] of words.entries()) {
        if (later[i] !== value) this.varying.push({ at: from / 4 + i, value, slope: later[i]! - value })
      }
      at += 4 * words.length
      return { from, to: at, commands, step, pause }
    })
  }

  turnTo(S: number): void {
    const { wholes } = this.machine.heap
    for (const { at, value, slope } of this.varying) wholes[at] = value + slope * (S - this.S)
  }

  free(): void {
    this.machine.heap.free(this.place)
  }
}
