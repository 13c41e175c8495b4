/* Parquet as rows, by hyparquet: plain and Snappy pages, which is what data sets are mostly kept in. */
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { Json } from '../retrieval/json'
import { gridOf, Notes, type Grid } from './grid'

const MAGIC = [0x50, 0x41, 0x52, 0x31] // PAR1
export const isParquet = (bytes: Uint8Array): boolean => MAGIC.every((byte, at) => bytes[at] === byte)

export async function readParquet(bytes: Uint8Array, name: string, most: number): Promise<Grid> {
  const notes = new Notes(name)
  try {
    const buffer = bytes.slice().buffer
    const file = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) }
    const metadata = await parquetMetadataAsync(file)
    const total = Number(metadata.num_rows)
    const rows = await parquetReadObjects({ file, metadata, rowStart: 0, rowEnd: Math.min(total, most) })
    if (total > most) notes.add(`${name} has ${total} rows; the first ${most} are read.`)
    return gridOf(
      rows.map((row) => plain(row)),
      notes,
      'row',
    )
  } catch (error) {
    return { names: [], rows: [], problems: [`${name} ${why(error)}; it was left out.`] }
  }
}

function why(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  const codec = /unsupported compression codec: (\w+)/i.exec(said)?.[1]
  return codec ? `is packed with ${codec}; only Snappy and unpacked Parquet are read` : 'is no whole Parquet file'
}

/** Whole numbers beyond 2⁵³ and times as text, bytes as text where they are one. */
function plain(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as Iterable<unknown>, plain)
  return Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, plain(entry)]))
}
