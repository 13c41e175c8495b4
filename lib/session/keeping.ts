/*
 * Keeping the viewer's notebook: saves a moment after each change, says so, and never loses either side of a conflict.
 * Knows when and what to save; where is the store's business.
 */
import { Cell } from './cell'
import type { SaveState } from './types'

/** What a notebook is saved into. `save` says what happened in plain words when it could not. */
export interface Keeper {
  save(source: string, labels?: readonly string[]): Promise<SaveState>
}

/** A command is in the store within 300 ms: this long it waits for others, the rest is the store's. */
const DELAY_MS = 120

export class Keeping {
  readonly state: Cell<SaveState>
  private pending: (() => string) | null = null
  private labels: string[] = []
  private waiting = false
  private saving: Promise<void> | null = null

  constructor(
    private readonly keeper: Keeper | null,
    first: SaveState,
    private readonly later: (then: () => void, ms: number) => void,
  ) {
    this.state = new Cell<SaveState>(first)
  }

  /** Takes what is to be kept, and what was done; the last one given is the one saved, and the only one that is written out. */
  keep(write: () => string, label?: string): void {
    if (!this.keeper) return
    this.pending = write
    if (label !== undefined) this.labels.push(label)
    this.state.set({ state: 'saving', words: 'Saving' })
    if (this.waiting) return
    this.waiting = true
    this.later(() => {
      this.waiting = false
      void this.flush()
    }, DELAY_MS)
  }

  /** Saves at once what still waits: on leaving the page. */
  async flush(): Promise<void> {
    await this.saving
    const write = this.pending
    if (write === null || !this.keeper) return
    this.pending = null
    this.saving = this.write(this.keeper, write())
    await this.saving
    this.saving = null
  }

  private async write(keeper: Keeper, source: string): Promise<void> {
    const done = await keeper.save(source, this.labels.splice(0))
    if (this.pending === null) this.state.set(done)
  }
}
