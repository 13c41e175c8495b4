/* The tokenizer of an ONNX file: the tokenizer.json that lies beside it; without one, tokens are written as numbers. */
import { readJsonIfPresent } from '../files/json'
import { loadTokenizer } from '../tokenizer'
import { EngineFailure, type EngineTokenizer, type FileSource } from '../types'

/** `vocabulary`: as the model has it, or 0. */
export async function tokenizerBeside(source: FileSource, vocabulary: number): Promise<EngineTokenizer> {
  try {
    const text = new TextDecoder().decode(await source.read('tokenizer.json'))
    return loadTokenizer(text, (await readJsonIfPresent(source, 'tokenizer_config.json')) ?? undefined)
  } catch (cause) {
    if (cause instanceof EngineFailure && cause.code === 'missing-file') return numbersAsTokens(vocabulary || NUMBERS)
    throw cause
  }
}

const NUMBERS = 65_536

/** `101 2023 102`: each number is the id it names. */
function numbersAsTokens(count: number): EngineTokenizer {
  const vocab = Object.fromEntries(Array.from({ length: count }, (_, id) => [String(id), id]))
  return loadTokenizer({
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab, unk_token: '0' },
  })
}
