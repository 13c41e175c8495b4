/* Writes down merges as they happen, as a film: the symbols of the beginning, then which two of those that stand there become one. */
import type { MergeStep, StartSymbol, WordSteps } from './trace-types'

export class MergeFilm {
  private readonly steps: MergeStep[] = []
  /** Symbols that still stand, by their place at the beginning; and what each is by now. */
  private readonly standing: number[]
  private readonly tokens: string[]

  constructor(private readonly start: readonly StartSymbol[]) {
    this.standing = start.map((_, i) => i)
    this.tokens = start.map(({ token }) => token)
  }

  /** The symbol that began at `symbol` takes in the one behind it. */
  merge(symbol: number, { rank, id, merged, score }: { rank: number; id: number; merged: string; score?: number }): void {
    const at = this.standing.indexOf(symbol)
    const right = this.standing[at + 1]!
    const step = { at, left: this.tokens[symbol]!, right: this.tokens[right]!, merged, id, rank }
    this.steps.push(score === undefined ? step : { ...step, score })
    this.tokens[symbol] = merged
    this.standing.splice(at + 1, 1)
  }

  finish(): WordSteps {
    return { kind: 'merges', start: this.start, steps: this.steps }
  }
}
