/* Ranks as tiktoken keeps them: a line for each token, its bytes in base64 and its rank, which is its id and the order of merging. */
import { preTokenizing } from '../gguf/pre-tokenizers'
import { EngineFailure } from '../types'
import { characterOfByte } from './byte-alphabet'

/** How a text is cut before merging is in no rank file; the three that exist tell themselves by their size. */
const PATTERNS: readonly (readonly [most: number, pre: string])[] = [
  [50_500, 'gpt-2'],
  [101_000, 'dbrx'],
  [Infinity, 'gpt-4o'],
]

export function tiktokenFile(text: string, file: string): object {
  const vocab = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, place) => {
      const found = /^([A-Za-z0-9+/]+=*) (\d+)\s*$/.exec(line)
      if (!found || Number(found[2]) !== place)
        throw new EngineFailure('tokenizer-malformed', `${file}: line ${place + 1} should be a token in base64 and the rank ${place}.`)
      return [spelled(atob(found[1]!)), -place] as const
    })
  const { preTokenizer, normalizer } = preTokenizing(PATTERNS.find(([most]) => vocab.length < most)![1])
  return {
    normalizer,
    pre_tokenizer: preTokenizer,
    decoder: { type: 'ByteLevel' },
    model: { type: 'ScoredMerges', vocab, unk_id: 0, ignore_merges: true },
  }
}

const spelled = (bytes: string): string => Array.from(bytes, (byte) => characterOfByte[byte.charCodeAt(0)]!).join('')
