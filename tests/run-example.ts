/* Runs a kind's example as a notebook of its own, the way the terminal does. */
import { canonicalSource, parseNotebook } from '../lib/notebook'
import { kindLookup } from '../lib/nodes/lookup'
import { openHeadless } from '../lib/session/node'
import type { NodeView } from '../lib/session/types'
import type { Problem } from '../lib/notebook/types'

export const exampleNotebook = (graph: string): string => `---\nvitrine: 1\ntitle: Example\n---\n\n\`\`\`graph example\n${graph}\`\`\`\n`

export async function runExample(graph: string): Promise<{ problems: readonly Problem[]; views: ReadonlyMap<string, NodeView> }> {
  const opened = openHeadless(exampleNotebook(graph), { root: process.cwd() })
  try {
    return { problems: opened.notebook.problems, views: new Map(await opened.run()) }
  } finally {
    opened.dispose()
  }
}

/** The example as the writer of notebooks writes it. */
export const canonicalExample = (graph: string): string => canonicalSource(parseNotebook(exampleNotebook(graph), kindLookup), kindLookup)
