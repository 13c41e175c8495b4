/* The vocabulary of a GGUF file as objects in the form of tokenizer.json and tokenizer_config.json. */
import type { TokenizerFiles } from '../model-file'
import { EngineFailure } from '../types'
import { Entries, type GgufMetadata, type GgufNumbers } from './metadata'
import { preTokenizing } from './pre-tokenizers'
import { unigramParts, wordPieceParts } from './word-vocabulary'

/** Kinds of tokens as llama.cpp numbers them. */
const UNKNOWN = 2
const CONTROL = 3
const USER_DEFINED = 4
const UNUSED = 5

interface Vocabulary {
  readonly entries: Entries
  readonly tokens: readonly string[]
  readonly types: GgufNumbers | undefined
}

export function readVocabularyFiles(metadata: GgufMetadata): TokenizerFiles {
  const entries = new Entries(metadata, '')
  const model = entries.text('tokenizer.ggml.model')
  const tokens = entries.texts('tokenizer.ggml.tokens')
  if (model === undefined || tokens === undefined) {
    throw new EngineFailure(
      'missing-file',
      'The GGUF file holds no vocabulary.',
      'Give ids instead of text, or a tokenizer.json beside it.',
    )
  }
  const types = entries.numbers('tokenizer.ggml.token_type')
  if (types && types.length !== tokens.length) {
    throw new EngineFailure('tokenizer-malformed', `The GGUF file has ${tokens.length} tokens and ${types.length} token types.`)
  }
  const vocabulary = { entries, tokens, types }
  if (model === 'gpt2') return bytePairs(vocabulary)
  if (model === 'llama') return sentencePieces(vocabulary)
  if (model === 'bert') return wordPieces(vocabulary)
  if (model === 't5') return unigram(vocabulary)
  throw new EngineFailure(
    'tokenizer-unsupported',
    `The vocabulary of the GGUF file is of the kind ${model.slice(0, 40)}, which is not read.`,
    'Known are gpt2, llama, bert and t5.',
  )
}

function bytePairs(vocabulary: Vocabulary): TokenizerFiles {
  const { entries, tokens, types } = vocabulary
  const merges = entries.texts('tokenizer.ggml.merges')
  if (!merges) throw new EngineFailure('tokenizer-malformed', 'The vocabulary of the GGUF file has no tokenizer.ggml.merges.')
  const { preTokenizer, normalizer, ignoreMerges, addBos } = preTokenizing(entries.text('tokenizer.ggml.pre'))
  // llama.cpp fills vocabularies up to the size of the model with tokens that no text has.
  const filling = (id: number) => types?.[id] === UNUSED && /^\[PAD\d+\]$/.test(tokens[id]!)
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id] as const).filter(([, id]) => !filling(id)))
  return files(vocabulary, addBos, {
    normalizer,
    pre_tokenizer: preTokenizer,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', ignore_merges: ignoreMerges, vocab, merges },
  })
}

function sentencePieces(vocabulary: Vocabulary): TokenizerFiles {
  const { entries, tokens } = vocabulary
  const scores = entries.numbers('tokenizer.ggml.scores')
  if (!scores || scores.length !== tokens.length) {
    throw new EngineFailure(
      'tokenizer-malformed',
      `The GGUF file has ${tokens.length} tokens and ${scores?.length ?? 'no'} tokenizer.ggml.scores.`,
    )
  }
  const prefix = entries.flag('tokenizer.ggml.add_space_prefix') ?? true
  const replace = { type: 'Replace', pattern: { String: ' ' }, content: '▁' }
  const decoders = [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }]
  return files(vocabulary, true, {
    normalizer: prefix ? { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, replace] } : replace,
    pre_tokenizer: null,
    decoder: {
      type: 'Sequence',
      decoders: prefix ? [...decoders, { type: 'Strip', content: ' ', start: 1, stop: 0 }] : decoders,
    },
    model: {
      type: 'ScoredMerges',
      vocab: tokens.map((token, id) => [token, scores[id]!]),
      unk_id: tokenId(vocabulary, 'unknown') ?? 0,
    },
  })
}

/** Newer files name the first mark for itself, older ones as the one that begins a text. */
function wordPieces(vocabulary: Vocabulary): TokenizerFiles {
  const { pieces, parts } = wordPieceParts(vocabulary.tokens)
  const words = { ...vocabulary, tokens: pieces }
  const mark = (name: string, content: string) => tokenId(words, name) ?? (pieces.includes(content) ? pieces.indexOf(content) : undefined)
  const first = tokenId(words, 'cls') ?? mark('bos', '[CLS]')
  const last = mark('seperator', '[SEP]')
  return {
    tokenizer: { ...head(words), ...parts, post_processor: template(words, first, last, 1) },
    config: settings(words, first !== undefined, last !== undefined),
  }
}

function unigram(vocabulary: Vocabulary): TokenizerFiles {
  const { entries, tokens, types } = vocabulary
  const unknown = tokenId(vocabulary, 'unknown') ?? types?.indexOf(UNKNOWN)
  return files(vocabulary, false, unigramParts(entries, tokens, types, unknown === -1 ? undefined : unknown))
}

const head = (vocabulary: Vocabulary) => ({ version: '1.0', truncation: null, padding: null, added_tokens: addedTokens(vocabulary) })

function files(vocabulary: Vocabulary, addBos: boolean, parts: object): TokenizerFiles {
  const { entries } = vocabulary
  const bos = (entries.flag('tokenizer.ggml.add_bos_token') ?? addBos) ? tokenId(vocabulary, 'bos') : undefined
  const eos = entries.flag('tokenizer.ggml.add_eos_token') ? tokenId(vocabulary, 'eos') : undefined
  return {
    tokenizer: {
      ...head(vocabulary),
      ...parts,
      post_processor: bos === undefined && eos === undefined ? null : template(vocabulary, bos, eos),
    },
    config: settings(vocabulary, bos !== undefined, eos !== undefined),
  }
}

/** `bos` → the id in tokenizer.ggml.bos_token_id, where it is one. */
function tokenId({ entries, tokens }: Vocabulary, name: string): number | undefined {
  const id = entries.number(`tokenizer.ggml.${name}_token_id`)
  return id !== undefined && Object.hasOwn(tokens, id) ? id : undefined
}

/** Phi-3's own tokens swallow the spaces behind them, but for these. The format has no place for that, so the name tells, as in llama.cpp. */
const KEEP_SPACES = ['<unk>', '<s>', '<|endoftext|>']

function addedTokens({ entries, tokens, types }: Vocabulary): object[] {
  const swallows = /phi-?3/i.test(entries.text('general.name') ?? '')
  const added: object[] = []
  types?.forEach((type, id) => {
    if (type !== UNKNOWN && type !== CONTROL && type !== USER_DEFINED) return
    const special = type !== USER_DEFINED
    const content = tokens[id]!
    const rstrip = swallows && !KEEP_SPACES.includes(content)
    added.push({ id, content, single_word: false, lstrip: false, rstrip, normalized: false, special })
  })
  return added
}

/** `second`: the type of the tokens of a pair's second text; the first mark then stands once. */
function template({ tokens }: Vocabulary, bos: number | undefined, eos: number | undefined, second?: 1): object {
  const around = (id: 'A' | 'B', type: number) => [
    ...(bos === undefined || (second && id === 'B') ? [] : [{ SpecialToken: { id: tokens[bos]!, type_id: type } }]),
    { Sequence: { id, type_id: type } },
    ...(eos === undefined ? [] : [{ SpecialToken: { id: tokens[eos]!, type_id: type } }]),
  ]
  const ids = [bos, eos].filter((id) => id !== undefined)
  return {
    type: 'TemplateProcessing',
    single: around('A', 0),
    pair: [...around('A', 0), ...around('B', second ?? 1)],
    special_tokens: Object.fromEntries(ids.map((id) => [tokens[id]!, { id: tokens[id]!, ids: [id], tokens: [tokens[id]!] }])),
  }
}

const roles = { bos_token: 'bos', eos_token: 'eos', unk_token: 'unknown', pad_token: 'padding', sep_token: 'seperator' } as const

function settings(vocabulary: Vocabulary, addsBos: boolean, addsEos: boolean): object {
  const named = Object.entries(roles).flatMap(([role, name]) => {
    const id = tokenId(vocabulary, name)
    return id === undefined ? [] : [[role, vocabulary.tokens[id]!]]
  })
  const chat = chatTemplate(vocabulary.entries)
  return {
    ...Object.fromEntries(named),
    add_bos_token: addsBos,
    add_eos_token: addsEos,
    ...(chat === undefined ? {} : { chat_template: chat }),
  }
}

/** One template, or several by name. */
function chatTemplate(entries: Entries): string | object[] | undefined {
  const main = entries.text('tokenizer.chat_template')
  const others = (entries.texts('tokenizer.chat_templates') ?? []).flatMap((name) => {
    const template = entries.text(`tokenizer.chat_template.${name}`)
    return template === undefined ? [] : [{ name, template }]
  })
  if (others.length === 0) return main
  return [...(main === undefined ? [] : [{ name: 'default', template: main }]), ...others]
}
