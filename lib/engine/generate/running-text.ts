/* The text of a growing list of ids: half characters, and what may turn into a stop text, are held back until they are whole. */
import type { EngineTokenizer } from '../types'

/** An unfinished character shows as at most this many U+FFFD. */
const LONGEST_HALF = 4

export class RunningText {
  /** Text that will not change any more. */
  settled = ''
  /** The stop text that was reached. */
  stopped: string | null = null
  private readonly ids: number[] = []
  private readonly before: string

  /** `last`: the id before the first, since some decoders treat the first token of all differently. */
  constructor(
    private readonly tokenizer: EngineTokenizer,
    private readonly last: number | undefined,
    private readonly stops: readonly string[],
  ) {
    this.before = last === undefined ? '' : tokenizer.decode([last])
  }

  /** Takes one id; gives what is newly settled. */
  push(id: number): string {
    this.ids.push(id)
    const all = this.decoded()
    const stop = this.firstStop(all)
    if (stop) {
      this.stopped = stop.text
      return this.settle(all.slice(0, stop.at))
    }
    return this.settle(all.slice(0, this.safeLength(all)))
  }

  /** Settles what was held back; to be called at the end. */
  finish(): string {
    return this.stopped === null ? this.settle(this.decoded()) : ''
  }

  private settle(text: string): string {
    const fresh = text.slice(this.settled.length)
    if (fresh) this.settled = text
    return fresh
  }

  private decoded(): string {
    if (this.last !== undefined) {
      const all = this.tokenizer.decode([this.last, ...this.ids])
      if (all.startsWith(this.before)) return all.slice(this.before.length)
    }
    return this.tokenizer.decode(this.ids)
  }

  private firstStop(all: string): { text: string; at: number } | null {
    let first: { text: string; at: number } | null = null
    for (const text of this.stops) {
      const at = text ? all.indexOf(text) : -1
      if (at >= 0 && (!first || at < first.at)) first = { text, at }
    }
    return first
  }

  private safeLength(all: string): number {
    let end = all.length
    while (end > this.settled.length && all.length - end < LONGEST_HALF && all[end - 1] === '\ufffd') end--
    for (const stop of this.stops) {
      const longest = Math.min(stop.length - 1, all.length - this.settled.length)
      for (let size = longest; size > 0; size--) {
        if (stop.startsWith(all.slice(all.length - size))) {
          end = Math.min(end, all.length - size)
          break
        }
      }
    }
    return Math.max(end, this.settled.length)
  }
}
