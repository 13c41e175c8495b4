/*
 * tokenizer.json → EngineTokenizer: byte pairs, WordPiece, Unigram and what stands around them, id for id as the official library (Hugging Face
 * tokenizers 0.23), with offsets in UTF-16 units and, when asked, every step.
 */
import { renderChat, type ChatRequest } from '../chat'
import { chatSpans } from '../chat/spans'
import {
  EngineFailure,
  type ChatMessage,
  type ChatSettings,
  type ChatSpans,
  type EncodeOptions,
  type Encoding,
  type EngineTokenizer,
} from '../types'
import { addedTokenCutter, readAddedTokens, type AddedToken, type Segment } from './added-tokens'
import type { AlignedText } from './aligned-text'
import { wellFormed } from './characters'
import { readConfig, type TokenizerConfig } from './config'
import { readDecoder, type Decode } from './decoders'
import { digestOf, readFile } from './file'
import { readModel, type ReadModel } from './models'
import { readNormalizer } from './normalizers'
import { readSpelling, type Spelling } from './pieces'
import { readPostProcessor, type Draft, type PostProcessor } from './post-processors'
import { readPreTokenizer, type PreTokenizer } from './pre-tokenizers'
import { fields, type Fields } from './shape'
import { leftOut, MOST_TRACED, type TokenTrace, type TracedWord } from './trace-types'
import type { Word } from './word-model'

export type * from './trace-types'

interface Parts {
  readonly read: ReadModel
  readonly added: readonly AddedToken[]
  readonly cut: (text: string) => Segment[]
  readonly preTokenize: PreTokenizer
  readonly postProcess: PostProcessor
  readonly decoder: Decode
  readonly spelling: Spelling
  readonly config: TokenizerConfig
}

const lossy = new TextDecoder('utf-8', { ignoreBOM: true })
const emptyDraft = (): Draft => ({ ids: [], tokens: [], offsets: [], special: [] })

class JsonTokenizer implements EngineTokenizer {
  readonly size: number
  readonly specialTokens: ReadonlyMap<string, number>
  readonly bosTokenId: number | null
  readonly eosTokenId: number | null
  readonly chatTemplate: string | null
  /** Spelling of each id; added tokens over the vocabulary. */
  private readonly tokens: readonly (string | undefined)[]
  private readonly addedIds: ReadonlyMap<string, number>
  private readonly specialIds: ReadonlySet<number>

  constructor(
    readonly digest: string,
    private readonly parts: Parts,
  ) {
    const { read, added, config } = parts
    const tokens: (string | undefined)[] = []
    for (const [token, id] of read.vocabulary) tokens[id] = token
    for (const { id, content } of added) tokens[id] = content
    this.tokens = tokens
    this.size = tokens.length
    this.addedIds = new Map(added.map(({ content, id }) => [content, id]))
    this.specialTokens = new Map(added.filter(({ special }) => special).map(({ content, id }) => [content, id]))
    this.specialIds = new Set(this.specialTokens.values())
    this.bosTokenId = config.bosTokenId
    this.eosTokenId = config.eosTokenId
    this.chatTemplate = config.chatTemplate
  }

  encode(text: string, options: EncodeOptions = {}): Encoding {
    const drafts = [this.draft(text)]
    if (options.pair !== undefined) drafts.push(this.draft(options.pair))
    const pieces = this.parts.postProcess(drafts, options.addSpecialTokens ?? true)
    return {
      ids: pieces.flatMap(({ ids }) => ids),
      tokens: pieces.flatMap(({ tokens }) => tokens),
      offsets: pieces.flatMap(({ offsets }) => offsets),
      special: pieces.flatMap(({ special }) => special),
    }
  }

  decode(ids: readonly number[], options: { readonly skipSpecialTokens?: boolean } = {}): string {
    const tokens: string[] = []
    for (const id of ids) {
      const token = this.tokens[id]
      if (token !== undefined && !(options.skipSpecialTokens && this.specialTokens.has(token))) tokens.push(token)
    }
    return this.parts.decoder(tokens).join('')
  }

  piece(id: number): string {
    return lossy.decode(this.pieceBytes(id))
  }

  pieceBytes(id: number): Uint8Array {
    const token = this.tokens[id]
    return token === undefined ? new Uint8Array() : this.parts.spelling.bytes(token)
  }

  idOf(text: string): number | null {
    const id = this.addedIds.get(text) ?? this.parts.read.vocabulary.get(this.parts.spelling.spell(text))
    return id !== undefined && this.piece(id) === text ? id : null
  }

  renderChat(messages: readonly ChatMessage[], addGenerationPrompt = false, more: ChatSettings = {}): string {
    return renderChat(this.requireTemplate(), this.chatRequest(messages, addGenerationPrompt, more))
  }

  chatSpans(messages: readonly ChatMessage[], addGenerationPrompt = false, more: ChatSettings = {}): ChatSpans {
    return chatSpans(this.requireTemplate(), this.chatRequest(messages, addGenerationPrompt, more))
  }

  private chatRequest(messages: readonly ChatMessage[], addGenerationPrompt: boolean, more: ChatSettings): ChatRequest {
    return { ...more, messages, addGenerationPrompt, variables: { ...this.parts.config.variables, ...more.variables } }
  }

  private requireTemplate(): string {
    if (this.chatTemplate !== null) return this.chatTemplate
    throw new EngineFailure(
      'no-chat-template',
      'This tokenizer has no chat template.',
      'Write the conversation as plain text, as the model was trained on.',
    )
  }

  trace(text: string): TokenTrace {
    const words: TracedWord[] = []
    const normalized: string[] = []
    let first = 0
    const push = (word: Omit<TracedWord, 'first'>): void => {
      words.push({ ...word, first })
      first += word.ids.length
    }
    for (const { source, token } of this.parts.cut(wellFormed(text))) {
      normalized.push(source.text)
      if (token) push(addedWord(source, token))
      else for (const word of this.words(source)) push(this.tracedWord(word, words.length))
    }
    const ids = words.flatMap((word) => word.ids)
    return { model: this.parts.read.type, normalized: normalized.join(''), ids, words }
  }

  scoreOf(id: number): number | null {
    return this.parts.read.scores?.[id] ?? null
  }

  token(id: number): string | null {
    return this.tokens[id] ?? null
  }

  idOfToken(token: string): number | null {
    return this.addedIds.get(token) ?? this.parts.read.vocabulary.get(token) ?? null
  }

  private words(source: AlignedText): AlignedText[] {
    return this.parts.preTokenize(source.text === '' ? [] : [source])
  }

  private tracedWord(source: AlignedText, before: number): Omit<TracedWord, 'first'> {
    const { model } = this.parts.read
    const word = model.word(source.text)
    return {
      text: source.text,
      source: rangeOf(source, 0, source.text.length),
      ids: word.ids,
      tokens: word.ids.map((_, i) => this.spelled(word, i)),
      ranges: word.from.map((from, i) => [from, word.to[i]!] as const),
      steps: before < MOST_TRACED ? model.steps(source.text) : leftOut(`Steps are kept for the first ${MOST_TRACED} words.`),
    }
  }

  private spelled(word: Word, i: number): string {
    return word.tokens?.[i] ?? this.tokens[word.ids[i]!] ?? ''
  }

  private draft(text: string): Draft {
    const draft = emptyDraft()
    for (const { source, token } of this.parts.cut(wellFormed(text))) {
      if (token) this.push(draft, token.id, source.text, rangeOf(source, 0, source.text.length))
      else for (const word of this.words(source)) this.pushWord(draft, word)
    }
    return draft
  }

  private pushWord(draft: Draft, source: AlignedText): void {
    const word = this.parts.read.model.word(source.text)
    for (let i = 0; i < word.ids.length; i++)
      this.push(draft, word.ids[i]!, this.spelled(word, i), rangeOf(source, word.from[i]!, word.to[i]!))
  }

  private push(draft: Draft, id: number, token: string, range: [number, number]): void {
    draft.ids.push(id)
    draft.tokens.push(token)
    draft.offsets.push(range)
    draft.special.push(this.specialIds.has(id))
  }
}

const rangeOf = (source: AlignedText, from: number, to: number): [number, number] => {
  const begin = source.starts[from] ?? 0
  return [begin, to > from ? (source.ends[to - 1] ?? 0) : begin]
}

const addedWord = (source: AlignedText, { id }: AddedToken): Omit<TracedWord, 'first'> => ({
  text: source.text,
  source: rangeOf(source, 0, source.text.length),
  ids: [id],
  tokens: [source.text],
  ranges: [[0, source.text.length]],
  steps: { kind: 'added' },
})

function readParts(file: Fields, config: unknown): Parts {
  const read = readModel(file['model'])
  const { vocabulary } = read
  const model = fields(file['model'], 'model')
  const added = readAddedTokens(file['added_tokens'], vocabulary)
  const suffix = typeof model['end_of_word_suffix'] === 'string' ? model['end_of_word_suffix'] : ''
  return {
    read,
    added,
    cut: addedTokenCutter(added, readNormalizer(file['normalizer'])),
    preTokenize: readPreTokenizer(file['pre_tokenizer']),
    postProcess: readPostProcessor(file['post_processor']),
    decoder: readDecoder(file['decoder']),
    spelling: readSpelling(file, suffix),
    config: readConfig(config, (content) => vocabulary.get(content), added),
  }
}

/** `json` is tokenizer.json, `config` tokenizer_config.json, each as text or parsed. Throws an EngineFailure with a sentence where it cannot be read. */
export function loadTokenizer(json: string | object, config?: string | object): EngineTokenizer {
  return new JsonTokenizer(digestOf(json), readParts(readFile(json), config ?? {}))
}
