/* MODEL on the command line: a Hugging Face folder, or a name that `vitrine models` lists. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { folderSource } from '../engine/files/folder'
import type { FileSource } from '../engine/types'
import { refused, type Surroundings } from './command'
import { isFile, isFolder, modelsFolder } from './folders'

const holdsModel = (folder: string): boolean => isFile(path.join(folder, 'config.json'))

/** Models that belong to the project, by name. */
export function namedModels(): { name: string; folder: string }[] {
  const root = modelsFolder()
  if (!isFolder(root)) return []
  return readdirSync(root)
    .sort()
    .map((name) => ({ name, folder: path.join(root, name) }))
    .filter(({ folder }) => holdsModel(folder))
}

/** The folder that MODEL means. */
export function modelFolder(around: Surroundings, model: string): string {
  const place = path.resolve(around.folder, model)
  if (isFolder(place) && holdsModel(place)) return place
  const named = namedModels().find(({ name }) => name === model)
  if (named) return named.folder
  if (model.toLowerCase().endsWith('.gguf')) {
    throw refused(`${model}: GGUF files are not read yet.`, 'Give the folder with config.json and model.safetensors instead.')
  }
  if (isFolder(place))
    throw refused(`${model} is a folder without config.json.`, 'A model folder holds config.json, model.safetensors and tokenizer.json.')
  if (isFile(place)) throw refused(`${model} is a file; a model is a folder with config.json.`)
  const names = namedModels().map(({ name }) => name)
  throw refused(`There is no folder and no model named “${model}”.`, `Models here: ${names.join(', ') || 'none'}.`)
}

export function modelSource(around: Surroundings, model: string): FileSource {
  return folderSource(modelFolder(around, model))
}
