/* The nodes of one sheet or definition, read one after the other. */
import type { Around } from './body'
import { readEntry } from './entry'
import { LIMITS } from './limits'
import type { RawNode } from './sheet'
import type { NodeEntry, Problem } from './types'

export function readNodes(nodes: readonly RawNode[], around: Around): { readonly entries: NodeEntry[]; readonly problems: Problem[] } {
  const entries: NodeEntry[] = []
  const problems: Problem[] = []
  for (const raw of nodes) {
    if (around.taken.size >= LIMITS.nodes) {
      problems.push({ line: raw.line, column: 1, code: 'too-large', message: `The notebook has more than ${LIMITS.nodes} nodes.` })
      break
    }
    const reading = readEntry(raw, around)
    entries.push(reading.entry)
    problems.push(...reading.problems)
  }
  return { entries, problems }
}
