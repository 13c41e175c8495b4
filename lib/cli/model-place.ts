/* MODEL on the command line: a Hugging Face folder, a GGUF or ONNX file, a name that `vitrine models` lists, or hub:owner/name that was fetched. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileSource, folderSource } from '../engine/files/folder'
import { isHubSource } from '../engine/hub'
import type { FileSource } from '../engine/types'
import { folderHub } from '../session/folder-models'
import { reading, refused, type Surroundings } from './command'
import { isFile, isFolder, modelsFolder } from './folders'

const isGguf = (file: string): boolean => file.toLowerCase().endsWith('.gguf')
const isOnnx = (file: string): boolean => file.toLowerCase().endsWith('.onnx')
const holdsModel = (folder: string): boolean =>
  isFile(path.join(folder, 'config.json')) || readdirSync(folder).some((file) => isGguf(file) || isOnnx(file))

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
  /** Where it lies: measures may lie beside it. null for what was fetched, which is kept by content. */
  readonly folder: string | null
}

export async function modelPlace(around: Surroundings, model: string): Promise<ModelPlace> {
  if (isHubSource(model)) return fetched(model)
  const place = path.resolve(around.folder, model)
  if (isFolder(place) && holdsModel(place)) return { source: folderSource(place), folder: place }
  if (isFile(place) && (isGguf(place) || isOnnx(place))) return { source: fileSource(place), folder: path.dirname(place) }
  const named = namedModels().find(({ name }) => name === model)
  if (named) return { source: folderSource(named.folder), folder: named.folder }
  throw noModel(model, place)
}

/** Nothing is fetched here: only `vitrine models --fetch` does that. */
async function fetched(model: string): Promise<ModelPlace> {
  const source = await reading(() => folderHub().source(model))
  if (source) return { source, folder: null }
  throw refused(`${model} is not on this machine.`, `vitrine models --fetch ${model} says how much it is and takes it.`)
}

function noModel(model: string, place: string) {
  if (isFolder(place))
    return refused(
      `${model} is a folder without config.json.`,
      'A model folder holds config.json, model.safetensors and tokenizer.json, or one GGUF or ONNX file.',
    )
  if (isFile(place)) return refused(`${model} is a file; a model is a folder with config.json, or a .gguf file.`)
  if (isGguf(model)) return refused(`There is no file ${model}.`)
  const names = namedModels().map(({ name }) => name)
  return refused(`There is no folder and no model named “${model}”.`, `Models here: ${names.join(', ') || 'none'}.`)
}

export async function modelSource(around: Surroundings, model: string): Promise<FileSource> {
  return (await modelPlace(around, model)).source
}
