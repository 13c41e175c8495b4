/*
 * The pre-tokenizers that GGUF files name in `tokenizer.ggml.pre`, written as in tokenizer.json. The names are llama.cpp's; the splitting
 * rules are those of the models' own tokenizer.json files.
 */
import { EngineFailure } from '../types'

export interface PreTokenizing {
  readonly preTokenizer: object
  readonly normalizer: object | null
  /** A word that is itself in the vocabulary is not merged anew. */
  readonly ignoreMerges: boolean
  /** Where the file does not say whether a begin token is put before a text. */
  readonly addBos: boolean
}

const byteLevel = (useRegex: boolean) => ({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: useRegex })
const split = (pattern: string) => ({ type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false })
const sequence = (...pretokenizers: object[]) => ({ type: 'Sequence', pretokenizers })
const bySplit = (...patterns: string[]) => sequence(...patterns.map(split), byteLevel(false))

const apostrophes = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
const spaces = '\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+'
/** Digits alone, or in groups of up to three. */
const modern = (digits: string) => `${apostrophes}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${spaces}`

const upper = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]'
const lower = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]'
const before = '[^\\r\\n\\p{L}\\p{N}]?'
/** Words end where capitals begin. */
const byCase = (digits: string, ending: string) =>
  `${before}${upper}*${lower}+${ending}|${before}${upper}+${lower}*${ending}|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${spaces}`

const make = (preTokenizer: object, more: Partial<PreTokenizing> = {}): PreTokenizing => ({
  preTokenizer,
  normalizer: null,
  ignoreMerges: false,
  addBos: false,
  ...more,
})

const nfc = { type: 'NFC' }
const gpt2 = make(byteLevel(true))
const gpt2Composed = make(byteLevel(true), { normalizer: nfc })
const digitsApart = make(sequence({ type: 'Digits', individual_digits: true }, byteLevel(true)))
const llama3 = make(bySplit(modern('\\p{N}{1,3}')), { ignoreMerges: true, addBos: true })
const cl100k = make(bySplit(modern('\\p{N}{1,3}')))
const qwen2 = make(bySplit(modern('\\p{N}')), { normalizer: nfc })
const gpt4o = make(bySplit(byCase('\\p{N}{1,3}', `${apostrophes}?`)))
const tekken = make(bySplit(byCase('\\p{N}', '')), { ignoreMerges: true, addBos: true })
const falcon = make(
  sequence(
    { type: 'Punctuation', behavior: 'Contiguous' },
    byteLevel(true),
    { type: 'Digits', individual_digits: false },
    split('[0-9][0-9][0-9]'),
  ),
)
const deepseek3 = make(
  bySplit(
    '\\p{N}{1,3}',
    '[一-龥぀-ゟ゠-ヿ]+',
    '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
  ),
)

const groups: readonly (readonly [string, PreTokenizing])[] = [
  ['gpt-2 phi-2 jina-es jina-de jina-v1-en jina-v2-es jina-v2-de jina-v2-code gigachat jais trillion granite-docling roberta-bpe', gpt2],
  ['mpt olmo', gpt2Composed],
  ['smollm starcoder refact codeshell exaone minerva-7b', digitsApart],
  ['command-r', { ...digitsApart, normalizer: nfc }],
  ['llama3 llama-v3 llama-bpe falcon3 falcon-h1 pixtral midm-2.0 lfm2 smollm3', llama3],
  ['dbrx smaug-bpe chatglm-bpe glm4 olmo2', cl100k],
  ['qwen2 deepseek-r1-qwen megrez', qwen2],
  ['stablelm2 hunyuan', { ...qwen2, normalizer: null }],
  ['gpt-4o llama4', gpt4o],
  ['tekken', tekken],
  ['falcon', falcon],
  ['deepseek-v3', deepseek3],
]
const byName = new Map(groups.flatMap(([names, made]) => names.split(' ').map((name) => [name, made] as const)))

/** Files from before the key existed split as GPT-2 did. */
export function preTokenizing(name: string | undefined): PreTokenizing {
  if (name === undefined || name === 'default') return gpt2
  const found = byName.get(name)
  if (found) return found
  throw new EngineFailure(
    'tokenizer-unsupported',
    `The vocabulary of the GGUF file is split by the pre-tokenizer ${name.slice(0, 60)}, which is not known here.`,
    `Known are ${[...byName.keys()].join(', ')}.`,
  )
}
