/* Entries with the entries in their bodies: walked, moved by lines, and changed from the inside out. */
import type { NodeEntry } from './types'

/** Every node in these entries, those in bodies after the region they are in. */
export function* deepEntries(entries: readonly NodeEntry[]): Generator<NodeEntry> {
  for (const entry of entries) {
    yield entry
    if (entry.body) yield* deepEntries(entry.body.entries)
  }
}

/** The entry moved by some lines. */
export const shiftEntry = (entry: NodeEntry, by: number): NodeEntry =>
  by === 0
    ? entry
    : {
        ...entry,
        line: entry.line + by,
        ...(entry.body ? { body: { ...entry.body, entries: entry.body.entries.map((inner) => shiftEntry(inner, by)) } } : {}),
      }

/** The entry with other bytes in its body: the field, and with it the node's source, follow. */
export function withBodySources(entry: NodeEntry, sources: readonly (string | null)[]): NodeEntry {
  const { body, fields } = entry
  if (!body || !fields) return entry
  const source = body.open + sources.map((text) => text ?? '').join('') + body.tail
  const changed = fields.map((field) => (field.role === 'body' ? { ...field, source } : field))
  return { ...entry, fields: changed, source: (entry.lead ?? '') + (entry.head ?? '') + changed.map((field) => field.source).join('') }
}

/**
 * Maps every node from the inside out. `map` gives a node's text, or null to take it out; it is handed the node with what
 * changed in its body, and the node as it was. Untouched entries stay the same objects; null where all did.
 */
export function mapTree(
  entries: readonly NodeEntry[],
  map: (entry: NodeEntry, original: NodeEntry) => string | null,
): readonly NodeEntry[] | null {
  let touched = false
  const mapped = entries.flatMap((original): NodeEntry[] => {
    const inner = original.body ? mapTree(original.body.entries, map) : null
    const entry = inner
      ? withBodySources(
          original,
          inner.map((each) => each.source),
        )
      : original
    const source = map(entry, original)
    if (source === original.source) return [original]
    touched = true
    return source === null ? [] : [{ ...entry, source, node: null }]
  })
  return touched ? mapped : null
}
