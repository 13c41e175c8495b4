/*
 * Files of a model whose weights are in ONNX: which of several ONNX files is meant, and what lies beside it. Repositories often keep it in a folder
 * `onnx` below their tokenizer and configuration.
 */
import { EngineFailure, type FileSource } from '../types'

export const isOnnx = (file: string): boolean => file.toLowerCase().endsWith('.onnx')

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1)

/** Others of its kind are packed or cut in other ways: `model_quantized.onnx`, `model_fp16.onnx`. */
const USUAL = /^(onnx\/)?model\.onnx$/i

/** The one that stands for the model; null where there is none. */
export function chooseOnnx(name: string, files: readonly string[]): string | null {
  const found = files.filter(isOnnx).toSorted()
  const usual = found.filter((file) => USUAL.test(file))
  if (found.length === 1 || usual.length === 1) return (usual[0] ?? found[0])!
  if (found.length === 0) return null
  const some = found.slice(0, 4).join(', ')
  throw new EngineFailure(
    'several-models',
    `${name} holds ${found.length} ONNX files: ${some}${found.length > 4 ? ' …' : ''}.`,
    'Give one of them, with its tokenizer.json.',
  )
}

/** Weights that are read by their own name come first: a folder with both is a model as any other. */
const OTHER_WEIGHTS = /\.(safetensors|gguf)$/i

/** The ONNX file of a source, where that is its model. Asks nothing of a server. */
export async function onnxOf(source: FileSource): Promise<string | null> {
  if (source.only !== undefined) return isOnnx(source.only) ? source.only : null
  if (source.listed !== true) return null
  const files = await source.list()
  return files.some((file) => OTHER_WEIGHTS.test(file)) ? null : chooseOnnx(source.name, files)
}

/** What lies beside an ONNX file, then what lies at the top: `tokenizer.json`. */
export function filesBeside(source: FileSource, file: string): FileSource {
  const folder = folderOf(file)
  if (folder === '') return source
  return {
    name: source.name,
    list: () => source.list(),
    read: async (name, onBytes) => {
      try {
        return await source.read(folder + name, onBytes)
      } catch (cause) {
        if (!(cause instanceof EngineFailure) || cause.code !== 'missing-file') throw cause
        return source.read(name, onBytes)
      }
    },
  }
}

/** A file with weights, by the place that the ONNX file gives: in its own folder. */
export async function weightsBeside(source: FileSource, file: string, place: string): Promise<Uint8Array> {
  try {
    return await source.read(folderOf(file) + place)
  } catch (cause) {
    if (!(cause instanceof EngineFailure) || cause.code !== 'missing-file') throw cause
    throw new EngineFailure(
      'missing-file',
      `${file} keeps weights in ${place.slice(0, 100)}, which is not there.`,
      'Give both together: drop them at once, or the folder that they lie in.',
    )
  }
}
