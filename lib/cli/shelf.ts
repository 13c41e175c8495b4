/*
 * `vitrine shelf`: what the build puts beside the pages: the shipped notebooks, and a list of them with their covers,
 * which are panels computed here and now from the notebooks themselves.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { coverNodes, coverPanels, entryOf } from '../session/shelf-entry'
import { modelsOf, openHeadless } from '../session/node'
import type { Notebook } from '../notebook/types'
import type { Models } from '../session/models'
import { encodePanel } from '../viz/encode'
import { EXIT, refused, type Surroundings } from './command'
import { projectFolder } from './folders'
import { readOptions } from './options'

/** Front matter `shelf: N` is the place; what has none comes last, by name. */
function placeOf(notebook: Notebook): number {
  const place = notebook.frontMatter['shelf']
  return typeof place === 'number' ? place : Number.MAX_SAFE_INTEGER
}

interface Listed {
  readonly id: string
  readonly place: number
  readonly entry: object
}

async function entry(id: string, file: string, root: string, models: Models): Promise<Listed> {
  const opened = openHeadless(readFileSync(file, 'utf8'), { root, models })
  try {
    await opened.run(coverNodes(opened.notebook))
    const { cover, ...rest } = entryOf(id, opened.notebook, { origin: 'shipped', cover: coverPanels(opened.notebook, opened.view) })
    return { id, place: placeOf(opened.notebook), entry: { ...rest, cover: cover?.map(encodePanel) } }
  } finally {
    opened.dispose()
  }
}

export async function shelf(args: readonly string[], around: Surroundings): Promise<number> {
  const folder = readOptions(args, { out: { type: 'string' } }, [0, 0, 'No further word']).text('out')
  if (folder === undefined) throw refused('--out DIR is missing.')
  const out = path.resolve(around.folder, folder)
  const root = projectFolder()
  const from = path.join(root, 'notebooks')
  mkdirSync(out, { recursive: true })
  const models = modelsOf(root)
  const listed: Listed[] = []
  for (const name of existsSync(from) ? readdirSync(from) : []) {
    if (!name.endsWith('.md')) continue
    const file = path.join(from, name)
    copyFileSync(file, path.join(out, name))
    listed.push(await entry(name.slice(0, -3), file, root, models))
  }
  const sorted = listed.toSorted((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
  writeFileSync(path.join(out, 'index.json'), `${JSON.stringify(sorted.map(({ entry }) => entry))}\n`)
  return EXIT.ok
}
