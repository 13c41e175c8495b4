/* What leaves the page: the file itself, a bundle with what its nodes last gave, a page to read. Nothing with a key in it does. */
import type { Json } from '../graph/json'
import { refuseSecrets, writeNotebook, type Notebook } from '../notebook'
import { writeBundle } from '../storage'
import { exportedPage } from './export-page'
import type { Exported, ExportForm, NodeView } from './types'

export interface Shown {
  /** The object of `run --format json`. */
  readonly results: Json
  readonly view: (id: string) => NodeView | null
}

/** Throws `SecretInFile` where the file, or what its nodes gave, holds a key. */
export function exportNotebook(id: string, notebook: Notebook, form: ExportForm, shown: Shown): Exported {
  const source = writeNotebook(notebook)
  refuseSecrets(source)
  const text = new TextEncoder()
  if (form === 'markdown') return { name: `${id}.md`, type: 'text/markdown', bytes: text.encode(source) }
  const results = `${JSON.stringify(shown.results, null, 2)}\n`
  refuseSecrets(results)
  if (form === 'results') return { name: `${id}.json`, type: 'application/json', bytes: text.encode(results) }
  if (form === 'html')
    return { name: `${id}.html`, type: 'text/html', bytes: text.encode(exportedPage(notebook, source, results, shown.view)) }
  const files = new Map([['results.json', text.encode(results)]])
  return { name: `${id}.zip`, type: 'application/zip', bytes: writeBundle({ source, files }) }
}
