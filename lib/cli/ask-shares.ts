/* What came out of a batch, family by family, and how it stands beside measures that others made of the same model. */
import path from 'node:path'
import type { Surroundings } from './command'
import { isFile, readJson } from './folders'

export interface FamilyShare {
  /** The share of items that were right. */
  readonly right: number
  readonly items: number
}
export type Shares = Readonly<Record<string, FamilyShare>>

export class Tally {
  private readonly counts = new Map<string, { right: number; items: number }>()

  add(family: string, right: boolean): void {
    const count = this.counts.get(family) ?? { right: 0, items: 0 }
    this.counts.set(family, { right: count.right + Number(right), items: count.items + 1 })
  }

  shares(): Shares {
    return Object.fromEntries([...this.counts].map(([family, { right, items }]) => [family, { right: right / items, items }]))
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** measures.json of the first folder that has one: `{"accuracy": {FAMILY: {"right", "items"}}}`. */
export async function readMeasures(around: Surroundings, folders: readonly string[]): Promise<Shares> {
  const file = folders.map((folder) => path.join(folder, 'measures.json')).find(isFile)
  if (file === undefined) return {}
  const value = await readJson(around, file)
  const accuracy = isRecord(value) && isRecord(value['accuracy']) ? value['accuracy'] : {}
  const shares: Record<string, FamilyShare> = {}
  for (const [family, share] of Object.entries(accuracy))
    if (isRecord(share) && typeof share['right'] === 'number')
      shares[family] = { right: share['right'], items: typeof share['items'] === 'number' ? share['items'] : 0 }
  return shares
}

/** A table for a person: what came out here, and what was measured. Empty where no family was measured. */
export function besideMeasures(here: Shares, measured: Shares): string {
  const known = Object.entries(here).filter(([family]) => measured[family])
  if (known.length === 0) return ''
  const width = Math.max(...known.map(([family]) => family.length), 'family'.length)
  const row = (cells: readonly string[]): string =>
    `${cells[0]!.padEnd(width)}${cells
      .slice(1)
      .map((cell) => cell.padStart(10))
      .join('')}`.trimEnd()
  const lines = known.map(([family, { right, items }]) => {
    const other = measured[family]!
    const apart = Math.abs(right - other.right) < 0.0005 ? '' : (right - other.right).toFixed(3)
    return row([family, right.toFixed(3), String(items), other.right.toFixed(3), String(other.items), apart])
  })
  return `${[row(['family', 'right', 'items', 'measured', 'of', 'apart']), ...lines].join('\n')}\n`
}
