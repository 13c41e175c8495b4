/* One text as far as it was read: its keys and values, and the rows of every hook that was asked for. */
import type { KeyValues } from '../backends/backend'
import { elementCount } from '../../tensor'
import { commonRows, type Changes } from './changes'
import type { HeldRows, RowBlock } from './rows'

/** What decides all rows of a text. */
export interface Reading {
  readonly ids: readonly number[]
  readonly changes: Changes
  /** See `lengthClass`. */
  readonly turned: string
}

export class Entry {
  /** The clock of the cache at its last use. */
  used = 0
  /** A pass writes into its keys and values. */
  busy = false
  constructor(
    public reading: Reading,
    public keyValues: KeyValues | null,
    readonly rows: Map<string, HeldRows>,
  ) {}

  /** Rows that another text has in common with this one. */
  common({ ids, changes, turned }: Reading): number {
    const mine = this.reading
    if (mine.turned !== turned) return 0
    const same = commonRows(mine.changes.list, changes.list)
    const tokens = commonStart(mine.ids, ids)
    const whole = tokens === ids.length && tokens === mine.ids.length && same === Infinity
    return whole ? tokens : Math.min(tokens, same, mine.changes.causalTo, changes.causalTo)
  }

  /** The other goes on where this ends. */
  begins(reading: Reading): boolean {
    const { ids, changes } = this.reading
    return this.common(reading) === ids.length && commonRows(changes.list, reading.changes.list) === Infinity
  }

  /** Of its own hooks alone, from the first row on. */
  covered(hooks: readonly string[], common: number): number {
    return hooks.reduce((least, hook) => Math.min(least, this.rows.get(hook)?.end ?? 0), common)
  }

  addBlocks(blocks: Set<RowBlock>): void {
    for (const held of this.rows.values()) for (const block of held.blocks) blocks.add(block)
  }

  dispose(): void {
    this.keyValues?.dispose()
    this.keyValues = null
    this.rows.clear()
  }
}

export const blockBytes = ({ tensor }: RowBlock): number => 4 * elementCount(tensor.shape)

function commonStart(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length)
  for (let i = 0; i < most; i++) if (a[i] !== b[i]) return i
  return most
}
