/* A model with its tokenizer, checked against each other. */
import type { ModelFile } from './model-file'
import { filesBeside, onnxOf } from './onnx/beside'
import { openOnnx } from './onnx/open'
import { tokenizerBeside } from './onnx/tokenizer-beside'
import { openFile, type OpenOptions } from './open-model'
import { openModelFile } from './open-model-file'
import { count } from './sentences'
import { loadTokenizer } from './tokenizer'
import { EngineFailure, type EngineTokenizer, type FileSource, type LoadedModel } from './types'

/** Vocabularies are often padded up to a round size; more than this is another tokenizer. */
const LARGEST_PADDING = 1024

export async function loadModel(
  source: FileSource,
  options: OpenOptions = {},
): Promise<{ model: LoadedModel; tokenizer: EngineTokenizer }> {
  const onnx = await onnxOf(source)
  if (onnx !== null) return loadOnnx(source, onnx, options)
  const file = await openModelFile(source, options.signal)
  const [model, tokenizer] = await Promise.all([openFile(source, file, options), readTokenizer(file)])
  try {
    refuseMismatch(model, tokenizer)
  } catch (cause) {
    model.dispose()
    throw cause
  }
  return { model, tokenizer }
}

async function loadOnnx(source: FileSource, file: string, options: OpenOptions) {
  const model = await openOnnx(source, file, options)
  const tokenizer = await tokenizerBeside(filesBeside(source, file), model.spec.vocabulary)
  options.progress?.(1, 'ready')
  return { model, tokenizer }
}

async function readTokenizer(file: ModelFile): Promise<EngineTokenizer> {
  const { tokenizer, config } = await file.tokenizer()
  return loadTokenizer(tokenizer, config ?? undefined)
}

function refuseMismatch(model: LoadedModel, tokenizer: EngineTokenizer): void {
  const { vocabulary } = model.spec
  const padding = vocabulary - tokenizer.size
  if (padding >= 0 && padding <= LARGEST_PADDING) return
  throw new EngineFailure(
    'tokenizer-mismatch',
    `The tokenizer of ${model.name} knows ${count(tokenizer.size)} tokens, the model ${count(vocabulary)}.`,
    'tokenizer.json and model.safetensors come from two different models.',
  )
}
