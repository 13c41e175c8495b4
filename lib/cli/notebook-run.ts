/* A notebook evaluated once for the terminal: what `run` and `render` share. */
import path from 'node:path'
import type { Notebook } from '../notebook'
import { openHeadless, type Headless } from '../session/node'
import type { NodeView } from '../session/types'
import { EXIT, reading, type Surroundings } from './command'
import { projectFolder } from './folders'
import { hasErrors, problemLines, readNotebook, readNotebookText, readSettings } from './notebook-file'
import { progressLine } from './progress'

export interface Evaluated {
  readonly headless: Headless
  readonly notebook: Notebook
  readonly views: ReadonlyMap<string, NodeView>
}

/** Evaluates what can be; problems of the file go to stderr. `ids` alone and what they need, or everything. */
export async function evaluate(
  around: Surroundings,
  file: string,
  settings: readonly string[],
  ids?: (notebook: Notebook) => readonly string[],
): Promise<Evaluated> {
  const source = await readNotebookText(around, file)
  const operations = await readSettings(await readNotebook(around, file), settings)
  const progress = progressLine(around)
  const headless = await reading(() =>
    openHeadless(source, {
      root: projectFolder(),
      folder: path.dirname(path.resolve(around.folder, file)),
      operations,
      onViews: (views) => {
        for (const view of views) {
          const { share = 0, words = '' } = view.progress ?? {}
          if (view.state === 'running' || view.state === 'streaming') progress.show(share, `${view.id} ${words}`)
        }
      },
    }),
  )
  const { notebook } = headless
  if (notebook.problems.length > 0) around.err(problemLines(file, notebook.problems))
  const views = await headless.run(ids?.(notebook))
  progress.clear()
  return { headless, notebook, views }
}

/** 2 before 1 before 3: a bad file, a node that failed, a claim that does not hold. */
export function exitOf({ headless, notebook, views }: Evaluated): number {
  if (hasErrors(notebook.problems)) return EXIT.refused
  if ([...views.values()].some((view) => view.state === 'error')) return EXIT.failed
  return headless.assertions(views).failed > 0 ? EXIT.assertion : EXIT.ok
}
