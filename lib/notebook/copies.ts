/* Text of nodes as it is copied: other ids, wires told otherwise, uses of renamed definitions, in bodies too. */
import type { Ref } from '../graph/graph'
import { definitionParam } from '../graph/region-form'
import { readLoneEntry } from './block'
import { withField, withHeadId } from './edit'
import { mapTree } from './entry-tree'
import { definitionOf } from './graph-of'
import { retold, type Reader } from './groups'
import { indentOf } from './lines'
import type { KindLookup, NodeEntry } from './types'
import { paramLines } from './write'

export interface Copying {
  /** New ids by old; those not named stay. */
  readonly ids: ReadonlyMap<string, string>
  readonly told: (ref: Ref) => Ref | null
  /** New names of definitions by old. */
  readonly definitions?: ReadonlyMap<string, string>
}

/** Reads copies by a catalogue of their own: what is copied may use definitions that are not here yet. */
export const readerFor = (kinds: KindLookup, end: Reader['end']): Reader => ({
  kinds,
  end,
  reread: (entry, source) => readLoneEntry(source, entry.line, kinds) ?? { ...entry, source },
})

export function copyInto(reader: Reader, entry: NodeEntry, { ids, told, definitions }: Copying): string {
  const mapped = mapTree([entry], (each) => {
    const using = definitions ? withUse(reader, each, definitions) : each
    const now = retold(reader, using, told)
    const to = ids.get(each.id)
    return to === undefined || to === each.id ? now.source : withHeadId(now, now.source ?? '', to)
  })
  return (mapped?.[0] ?? entry).source ?? ''
}

function withUse(reader: Reader, entry: NodeEntry, definitions: ReadonlyMap<string, string>): NodeEntry {
  const { node } = entry
  const name = node ? definitionOf(node) : null
  const to = name === null ? undefined : definitions.get(name)
  const facts = node ? reader.kinds.kind(node.kind) : undefined
  const param = node ? definitionParam(node.kind) : undefined
  if (!node || !facts || param === undefined || to === undefined || to === name) return entry
  const margin = indentOf(entry.head ?? '') + 2
  return reader.reread(entry, withField(entry, node, facts, param, paramLines(param, to, 'text', margin, reader.end)))
}
