/* Every golden there is, the project's own and, where they are, those that are kept beside it. For scripts that serve them to a page. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { oracle } from './oracle-folder'

export interface GoldenCase {
  readonly name: string
  /** Folder as it is served, and the golden's own: `goldens/gpt2-plain`. */
  readonly place: string
}

export interface GoldenList {
  /** By the names they are served under. */
  readonly folders: Readonly<Record<string, string>>
  readonly cases: readonly GoldenCase[]
  /** What is missing, said aloud by who runs them. */
  readonly skipped: readonly string[]
}

/** Of two of the same name the project's own is taken. `words`: only those whose names hold one. */
export function goldenList(root: string, words: readonly string[] = []): GoldenList {
  const beside = oracle('goldens')
  const folders = {
    ...(beside === undefined ? {} : { beside }),
    goldens: path.join(root, 'tests/oracles/goldens'),
    architectures: path.join(root, 'tests/oracles/architectures'),
  }
  const found = new Map<string, GoldenCase>()
  for (const [served, folder] of Object.entries(folders))
    for (const name of readdirSync(folder))
      if (existsSync(path.join(folder, name, 'golden.safetensors'))) found.set(name, { name, place: `${served}/${name}` })
  const all = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    folders,
    cases: words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word))),
    skipped: beside === undefined ? ['the goldens that are kept beside the project: only its own were compared'] : [],
  }
}
