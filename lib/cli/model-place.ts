/* MODEL on the command line: a Hugging Face folder, a GGUF file, or a name that `vitrine models` lists. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileSource, folderSource } from '../engine/files/folder'
import type { FileSource } from '../engine/types'
import { refused, type Surroundings } from './command'
import { isFile, isFolder, modelsFolder } from './folders'

const isGguf = (file: string): boolean => file.toLowerCase().endsWith('.gguf')
const holdsModel = (folder: string): boolean => isFile(path.join(folder, 'config.json')) || readdirSync(folder).some(isGguf)

/** Models that belong to the project, by name. */
export function namedModels(): { name: string; folder: string }[] {
  const root = modelsFolder()
  if (!isFolder(root)) return []
  return readdirSync(root)
    .sort()
    .map((name) => ({ name, folder: path.join(root, name) }))
    .filter(({ folder }) => isFolder(folder) && holdsModel(folder))
}

export interface ModelPlace {
  readonly source: FileSource
  /** Where it lies: measures may lie beside it. */
  readonly folder: string
}

export function modelPlace(around: Surroundings, model: string): ModelPlace {
  const place = path.resolve(around.folder, model)
  if (isFolder(place) && holdsModel(place)) return { source: folderSource(place), folder: place }
  if (isFile(place) && isGguf(place)) return { source: fileSource(place), folder: path.dirname(place) }
  const named = namedModels().find(({ name }) => name === model)
  if (named) return { source: folderSource(named.folder), folder: named.folder }
  throw noModel(model, place)
}

function noModel(model: string, place: string) {
  if (isFolder(place))
    return refused(
      `${model} is a folder without config.json.`,
      'A model folder holds config.json, model.safetensors and tokenizer.json, or one GGUF file.',
    )
  if (isFile(place)) return refused(`${model} is a file; a model is a folder with config.json, or a .gguf file.`)
  if (isGguf(model)) return refused(`There is no file ${model}.`)
  const names = namedModels().map(({ name }) => name)
  return refused(`There is no folder and no model named “${model}”.`, `Models here: ${names.join(', ') || 'none'}.`)
}

export function modelSource(around: Surroundings, model: string): FileSource {
  return modelPlace(around, model).source
}
