/* Model files given by hand on this page: chosen or dropped, with the names by which a model node may call them. */
import { openModelFiles } from '../../../lib/session/browser'
import { Spot } from '../spot'

export interface OpenedFiles {
  readonly name: string
  readonly bytes: number
  readonly count: number
}

export const openedFiles = new Spot<readonly OpenedFiles[]>([])

/** Gives the name that `source` says. Throws a sentence where these are no model. */
export function openFiles(files: readonly File[]): string {
  const name = openModelFiles(files)
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  openedFiles.set([...openedFiles.get().filter((each) => each.name !== name), { name, bytes, count: files.length }])
  return name
}

const MODEL_FILE = /\.(gguf|onnx|safetensors)$/i
/** Whether these are worth a try as a model: weights of any form, or a folder with its configuration. */
export const looksLikeModel = (files: readonly File[]): boolean =>
  files.some(({ name }) => MODEL_FILE.test(name)) || (files.length > 1 && files.some(({ name }) => name === 'config.json'))
