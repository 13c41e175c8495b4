/* A tokenizer from any file that holds a vocabulary: tokenizer.json, tiktoken ranks, a SentencePiece model, a GGUF file. */
import { readGgufLayout } from '../gguf/layout'
import { readVocabularyFiles } from '../gguf/vocabulary'
import { EngineFailure, type EngineTokenizer } from '../types'
import { sentencePieceFile } from './sentencepiece'
import { tiktokenFile } from './tiktoken'
import { loadTokenizer } from './index'

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** By the end of the name. Throws an EngineFailure with a sentence. */
export function tokenizerFromFile(name: string, bytes: Uint8Array, config?: object): EngineTokenizer {
  const end = /\.[a-z]+$/.exec(name.toLowerCase())?.[0] ?? ''
  if (end === '.json') return loadTokenizer(utf8.decode(bytes), config)
  if (end === '.tiktoken') return loadTokenizer(tiktokenFile(utf8.decode(bytes), name), config)
  if (end === '.model') return loadTokenizer(sentencePieceFile(bytes, name), config)
  if (end === '.gguf') {
    const files = readVocabularyFiles(readGgufLayout(bytes, bytes.length, name).metadata)
    return loadTokenizer(files.tokenizer, files.config ?? undefined)
  }
  throw new EngineFailure(
    'tokenizer-unsupported',
    `${name} is no vocabulary that is known here.`,
    'Known are tokenizer.json, .tiktoken ranks, SentencePiece’s .model, and .gguf.',
  )
}
