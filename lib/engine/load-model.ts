/* A model with its tokenizer, checked against each other. */
import { readJsonIfPresent } from './files/json'
import { openModel, type OpenOptions } from './open-model'
import { count } from './sentences'
import { loadTokenizer } from './tokenizer'
import { EngineFailure, type EngineTokenizer, type FileSource, type LoadedModel } from './types'

/** Vocabularies are often padded up to a round size; more than this is another tokenizer. */
const LARGEST_PADDING = 1024

export async function loadModel(
  source: FileSource,
  options: OpenOptions = {},
): Promise<{ model: LoadedModel; tokenizer: EngineTokenizer }> {
  const [model, tokenizer] = await Promise.all([openModel(source, options), readTokenizer(source)])
  try {
    refuseMismatch(model, tokenizer)
  } catch (cause) {
    model.dispose()
    throw cause
  }
  return { model, tokenizer }
}

async function readTokenizer(source: FileSource): Promise<EngineTokenizer> {
  const bytes = await source.read('tokenizer.json')
  const config = await readJsonIfPresent(source, 'tokenizer_config.json')
  return loadTokenizer(new TextDecoder().decode(bytes), config ?? undefined)
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
