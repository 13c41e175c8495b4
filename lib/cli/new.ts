/* `vitrine new`: starts a notebook, or a kind of node with its test and help. Never replaces a file. */
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { closestNames, nameFault } from '../notebook'
import { writeAtomically } from '../storage/folder'
import { isNotebookId } from '../storage/store'
import { EXIT, refused, type Surroundings } from './command'
import { isFolder, projectFolder } from './folders'
import { readOptions } from './options'
import { kindFiles, newNotebook, variableOf, withListLine } from './templates'

const WHATS = ['notebook', 'kind'] as const

export async function startNew(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, {}, [2, 2, 'notebook|kind and NAME'])
  const [what = '', name = ''] = options.positionals
  if (what === 'notebook') return startNotebook(name, around)
  if (what === 'kind') return startKind(name, around)
  const closest = closestNames(what, WHATS)[0]
  throw refused(`“${what}” cannot be started; a notebook or a kind can.`, closest ? `vitrine new ${closest} ${name}` : undefined)
}

/** In the folder `notebooks` where there is one, else here. */
async function startNotebook(name: string, around: Surroundings): Promise<number> {
  const id = name.replace(/\.md$/, '')
  if (!isNotebookId(id)) throw refused(`“${name}” cannot name a notebook: lower-case letters, digits and hyphens, at most 64.`)
  const folder = isFolder(path.join(around.folder, 'notebooks')) ? path.join(around.folder, 'notebooks') : around.folder
  await create(path.join(folder, `${id}.md`), newNotebook(id))
  const shown = path.relative(around.folder, path.join(folder, `${id}.md`))
  around.out(`${shown}\n`)
  around.err(`Evaluate it with: vitrine run ${shown}\n`)
  return EXIT.ok
}

/** In the project that this folder belongs to, else in the one of this program. */
async function startKind(name: string, around: Surroundings): Promise<number> {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || nameFault(name) !== null)
    throw refused(`“${name}” cannot name a kind: lower-case words with hyphens between, like random-tokens.`)
  const nodes = path.join(nodesProject(around.folder), 'lib', 'nodes')
  const listFile = path.join(nodes, 'list.ts')
  const list = await readFile(listFile, 'utf8').catch(() => {
    throw refused(`${listFile} cannot be read, so there is no list to add the kind to.`)
  })
  const variable = variableOf(name)
  if (new RegExp(`\\b${variable}\\b`).test(list)) throw refused(`There is already a kind ${name}, or one whose variable is ${variable}.`)
  const folder = path.join(nodes, name)
  if (isFolder(folder)) throw refused(`The folder lib/nodes/${name} is already there.`)
  await mkdir(folder)
  for (const [file, text] of kindFiles(name)) await create(path.join(folder, file), text)
  await writeAtomically(listFile, withListLine(list, name))
  for (const [file] of kindFiles(name)) around.out(`lib/nodes/${name}/${file}\n`)
  around.out('lib/nodes/list.ts\n')
  around.err(`Test it with: npx vitest run lib/nodes/${name}\n`)
  return EXIT.ok
}

function nodesProject(from: string): string {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (isFolder(path.join(folder, 'lib', 'nodes'))) return folder
    if (folder === path.dirname(folder)) return projectFolder()
  }
}

async function create(file: string, text: string): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  )
  if (there) throw refused(`${file} is already there.`, 'Choose another name.')
  await writeFile(file, text, { flag: 'wx' }).catch((error: Error) => {
    throw refused(`${file} cannot be written: ${error.message}.`)
  })
}
