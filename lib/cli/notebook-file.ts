/* A notebook named on the command line: its text, the changes asked for, its problems as lines. */
import { parseNotebook, readParamText, type Notebook, type Operation, type Problem } from '../notebook'
import { kindLookup } from '../nodes/lookup'
import { reading, refused, type Surroundings } from './command'
import { readBytes } from './folders'

export async function readNotebookText(around: Surroundings, file: string): Promise<string> {
  const bytes = await readBytes(around, file)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw refused(`${file} is not a text in UTF-8.`)
  }
}

export async function readNotebook(around: Surroundings, file: string): Promise<Notebook> {
  return parseNotebook(await readNotebookText(around, file), kindLookup)
}

/** `node.param=value`, as often as given, as operations on the notebook. */
export async function readSettings(notebook: Notebook, settings: readonly string[]): Promise<readonly Operation[]> {
  const kindOf = new Map(
    notebook.blocks.flatMap((block) => (block.type === 'graph' ? block.entries : [])).map((entry) => [entry.id, entry.kind ?? '']),
  )
  return reading(() =>
    settings.map((setting): Operation => {
      const [, id = '', param = '', text = ''] = /^([^.=]+)\.([^.=]+)=([\s\S]*)$/.exec(setting) ?? []
      if (id === '') throw refused(`--set takes node.param=value, not “${setting}”.`)
      const kind = kindOf.get(id)
      if (kind === undefined) throw refused(`--set ${setting}: there is no node ${id}.`, `Nodes: ${[...kindOf.keys()].join(', ')}.`)
      const facts = kindLookup.kind(kind)
      if (!facts) throw refused(`--set ${setting}: there is no kind ${kind}.`)
      return { op: 'set-param', id, param, value: readParamText(facts, param, text) }
    }),
  )
}

/** Whether something is wrong that is more than a warning. */
export const hasErrors = (problems: readonly Problem[]): boolean => problems.some((problem) => problem.severity !== 'warning')

export function problemLines(file: string, problems: readonly Problem[]): string {
  return problems
    .map(
      ({ line, column, code, message, hint, severity }) =>
        `${file}:${line}:${column}: ${severity ?? 'error'} ${code}: ${message}${hint ? ` ${hint}` : ''}\n`,
    )
    .join('')
}

export const problemJson = (problems: readonly Problem[]) =>
  problems.map(({ line, column, code, message, hint }) => ({ line, column, code, message, ...(hint === undefined ? {} : { hint }) }))
