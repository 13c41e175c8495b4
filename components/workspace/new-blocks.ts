/* New blocks at the end of the notebook, before the layout. */
import type { NotebookActions } from './actions'
import type { Notebook } from './hooks'

const endOf = (notebook: Notebook): number => notebook.blocks.filter((block) => block.type !== 'layout').length

function freeBlockId(notebook: Notebook, stem: string): string {
  const taken = new Set(notebook.blocks.map((block) => block.id))
  for (let number = notebook.blocks.length + 1; ; number++) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`
}

export function addProse(notebook: Notebook, actions: NotebookActions): void {
  const id = freeBlockId(notebook, 'prose')
  actions.apply(
    [{ op: 'add-block', index: endOf(notebook), block: { type: 'prose', id, text: '## A heading\n\nWrite here.\n', line: 0 } }],
    'Added prose',
  )
}

export function addSheet(notebook: Notebook, actions: NotebookActions): void {
  const names = new Set(notebook.blocks.flatMap((block) => (block.type === 'graph' ? [block.name] : [])))
  let number = names.size + 1
  while (names.has(`sheet-${number}`)) number++
  const id = freeBlockId(notebook, 'graph')
  actions.apply(
    [
      {
        op: 'add-block',
        index: endOf(notebook),
        block: { type: 'graph', id, name: `sheet-${number}`, entries: [], source: null, line: 0 },
      },
    ],
    'Added a sheet',
  )
}
