/* `vitrine migrate`: a notebook of an earlier version in today's, printed or in its place. */
import path from 'node:path'
import { migrateSource, parseNotebook } from '../notebook'
import { kindLookup } from '../nodes/lookup'
import { writeAtomically } from '../storage/folder'
import { EXIT, refused, type Surroundings } from './command'
import { problemLines, readNotebookText } from './notebook-file'
import { readOptions } from './options'

export async function migrate(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, { write: { type: 'boolean' } }, [1, 1, 'FILE'])
  const file = options.positionals[0] ?? ''
  const before = await readNotebookText(around, file)
  const { source, steps } = migrateSource(before, kindLookup)
  const notebook = parseNotebook(source, kindLookup)
  // a file whose frame does not parse is never overwritten
  if (notebook.broken) {
    around.err(problemLines(file, notebook.problems.slice(0, 5)))
    return EXIT.refused
  }
  for (const step of steps) around.err(`${file}: ${step}\n`)
  if (!options.flag('write')) around.out(source)
  else if (source !== before) await replaced(path.resolve(around.folder, file), source, file)
  return EXIT.ok
}
async function replaced(place: string, source: string, file: string): Promise<void> {
  await writeAtomically(place, source).catch((error: Error) => {
    throw refused(`${file} cannot be written: ${error.message}.`)
  })
}
