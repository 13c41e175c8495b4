/*
 * GGUF vocabularies of encoders in the form of tokenizer.json: WordPiece, whose word beginnings llama.cpp marks with ▁ instead of marking what
 * goes on with ##, and Unigram. What the metadata does not say (case, spaces) is told by the pieces, or as the usual models of the kind do.
 */
import { EngineFailure } from '../types'
import type { Entries, GgufNumbers } from './metadata'

const BYTE = 6

/** `[CLS]` stands as it is, `▁word` begins a word, anything else goes on with one. */
function wordPiece(token: string): string {
  if (token.startsWith('[') && token.endsWith(']')) return token
  return token.startsWith('▁') ? token.slice(1) : `##${token}`
}

export function wordPieceParts(tokens: readonly string[]) {
  const pieces = tokens.map(wordPiece)
  // Vocabularies of models that keep case have words with capitals.
  const cased = pieces.some((piece) => /^[A-Z][a-z]+$/.test(piece))
  return {
    pieces,
    parts: {
      normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: !cased },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      },
    },
  }
}

export function unigramParts(entries: Entries, tokens: readonly string[], types: GgufNumbers | undefined, unknown: number | undefined) {
  const scores = entries.numbers('tokenizer.ggml.scores')
  if (!scores || scores.length !== tokens.length)
    throw new EngineFailure(
      'tokenizer-malformed',
      `The GGUF file has ${tokens.length} tokens and ${scores?.length ?? 'no'} tokenizer.ggml.scores.`,
    )
  const charsmap = entries.numbers('tokenizer.ggml.precompiled_charsmap')
  const tidy = entries.flag('tokenizer.ggml.remove_extra_whitespaces') ?? true
  const prefix = entries.flag('tokenizer.ggml.add_space_prefix') ?? true
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: prefix ? 'always' : 'never', split: true }
  return {
    normalizer: charsmap ? { type: 'Precompiled', precompiled_charsmap: base64(charsmap) } : null,
    pre_tokenizer: tidy ? { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] } : metaspace,
    decoder: metaspace,
    model: {
      type: 'Unigram',
      unk_id: unknown ?? 0,
      byte_fallback: types?.includes(BYTE) ?? false,
      vocab: tokens.map((token, id) => [token, scores[id]!]),
    },
  }
}

function base64(bytes: GgufNumbers): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte & 255)
  return btoa(text)
}
