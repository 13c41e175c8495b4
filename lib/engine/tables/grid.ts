/* Records as rows under named columns, and the sentences of what was left out. */
import type { Json } from '../retrieval/json'

export type Rec = { readonly [key: string]: Json }

export interface Grid {
  readonly names: readonly string[]
  /** As many cells as names; null: nothing there. */
  readonly rows: readonly (readonly Json[])[]
  /** A sentence for everything that was left out or mended. */
  readonly problems: readonly string[]
  /** Cells are texts as they stood there, numbers too. */
  readonly texts?: boolean
}

export const isRecord = (value: Json | undefined): value is Rec => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Sentences of one text; the others are counted. */
const MOST_SENTENCES = 8

export class Notes {
  private readonly list: string[] = []
  private count = 0
  constructor(readonly name: string) {}
  add(sentence: string): void {
    if (this.count++ < MOST_SENTENCES) this.list.push(sentence)
  }
  all(): string[] {
    const more = this.count - this.list.length
    return more > 0 ? [...this.list, `${this.name}: ${more} more of this kind.`] : this.list
  }
}

/** Columns in the order in which they first appear. Lists are rows without names; anything else is a column called value. */
export function gridOf(values: readonly Json[], notes: Notes, what: 'entry' | 'line' | 'row'): Grid {
  const records = values.map((value): Rec => {
    if (isRecord(value)) return value
    return Array.isArray(value) ? Object.fromEntries((value as readonly Json[]).map((cell, at) => [`c${at}`, cell])) : { value }
  })
  const mixed = new Set(values.map((value) => (isRecord(value) ? 'records' : Array.isArray(value) ? 'lists' : 'values')))
  if (mixed.size > 1) notes.add(`${notes.name} mixes ${[...mixed].join(' and ')}; each ${what} is a row all the same.`)
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const rows = records.map((record) => names.map((name) => (Object.hasOwn(record, name) ? record[name]! : null)))
  return { names, rows, problems: notes.all() }
}
