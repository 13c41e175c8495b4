// A process that edits a notebook in a folder and says which commands are committed, until it is killed.
import { writeSync } from 'node:fs'
import { applyOperation, parseNotebook } from '../../../lib/notebook'
import { kindLookup } from '../../../lib/nodes/lookup'
import { FolderStore } from '../../../lib/storage/folder'

const [folder = '', id = ''] = process.argv.slice(2)
const store = new FolderStore(folder, () => 0)
const held = await store.load(id)
let notebook = parseNotebook(held?.source ?? '', kindLookup)
let version = held?.version ?? 0
for (let count = 1; ; count++) {
  notebook = applyOperation(notebook, { op: 'set-param', id: 'count', param: 'value', value: count }, kindLookup).notebook
  const saved = await store.save(id, notebook.source, version, { labels: [`Count ${count}`] })
  if (!saved.ok) throw new Error(saved.message)
  version = saved.version
  // at once, so that what was said is true whenever the process ends
  writeSync(1, `${count}\n`)
}
