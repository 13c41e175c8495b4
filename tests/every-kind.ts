/* One notebook with the example of every kind on a sheet of its own, ids told apart by the kind. */
import { kinds } from '../lib/nodes'

const HEAD = /^( *)([A-Za-z][\w-]*)(?=: [a-z-]+@\d)/gm

/** The example with its ids after the kind's name: `line` becomes `map-line`. */
function apart(kind: string, example: string): string {
  const ids = new Set([...example.matchAll(HEAD)].map(([, , id]) => id!))
  const named = [...ids].sort((a, b) => b.length - a.length).join('|')
  return example
    .replace(HEAD, (_, indent: string, id: string) => `${indent}${kind}-${id}`)
    .replace(new RegExp(`(?<![\\w-])(${named})(?=\\.[A-Za-z])`, 'g'), (id) => `${kind}-${id}`)
}

export const everyKind = (): string =>
  `---\nvitrine: 1\ntitle: Every kind\n---\n\n${kinds.map(({ kind, example }) => `\`\`\`graph ${kind}\n${apart(kind, example)}\`\`\`\n`).join('\n')}`
