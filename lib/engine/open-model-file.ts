/* Finds out what kind of model a source holds: a folder in Hugging Face's form, or a GGUF file. */
import { openGguf } from './gguf'
import { ggufModels } from './gguf/part-names'
import type { ModelFile } from './model-file'
import { languagePart } from './models/language-part'
import { openSafetensors } from './safetensors/open'
import { EngineFailure, type FileSource } from './types'

const isGguf = (file: string): boolean => file.toLowerCase().endsWith('.gguf')

/** Nothing is listed where a config.json is: a server would answer each question with an error. */
export async function openModelFile(source: FileSource, signal?: AbortSignal): Promise<ModelFile> {
  if (source.only !== undefined) return isGguf(source.only) ? openGguf(source, source.only, signal) : refuseKind(source.only)
  try {
    return languagePart(await openSafetensors(source, signal))
  } catch (cause) {
    if (!(cause instanceof EngineFailure) || cause.code !== 'missing-file') throw cause
    const files = await source.list()
    const found = ggufModels(files)
    if (found.length === 1) return openGguf(source, found[0]!.file, signal)
    throw found.length > 1
      ? severalFiles(
          source,
          found.map(({ whole }) => whole),
        )
      : (pickled(source, files) ?? cause)
  }
}

function refuseKind(file: string): never {
  throw new EngineFailure(
    'unknown-format',
    `${file} is no model that can be read.`,
    'Give a .gguf file, or the folder with config.json, model.safetensors and tokenizer.json.',
  )
}

function severalFiles({ name }: FileSource, found: readonly string[]): EngineFailure {
  const some = found.slice(0, 4).join(', ')
  return new EngineFailure(
    'several-models',
    `${name} holds ${found.length} GGUF models: ${some}${found.length > 4 ? ' …' : ''}.`,
    'Name one of them.',
  )
}

/** PyTorch's own files are programs. */
function pickled({ name }: FileSource, files: readonly string[]): EngineFailure | undefined {
  const file = files.find((each) => /^pytorch_model.*\.bin$|\.(pt|pth|ckpt)$/.test(each))
  if (file === undefined) return undefined
  return new EngineFailure(
    'unknown-format',
    `${name} holds its weights in ${file}, a pickle: reading it would run code of the file.`,
    'Take the model’s safetensors or GGUF version.',
  )
}
