/*
 * What the rest of the house may rely on from the engine. Implementations live in their folders; these are the contracts.
 * Alphabet: T query positions, S source positions, C model width, H heads, Hkv key/value heads, D head size, F MLP width, V vocabulary, L layers.
 */

import type { TokenTrace } from './tokenizer/trace-types'

/** A dense row-major float32 tensor with named dims. `data` may be a view into a larger buffer: never write to it. */
export interface EngineTensor {
  readonly data: Float32Array
  readonly shape: readonly number[]
  /** One letter or word per axis: ['H', 'T', 'S']. */
  readonly dims: readonly string[]
  /** Copies a part, [from, to) along each axis or null for all of it, without touching the rest. */
  read?(window: readonly (readonly [number, number] | null)[]): Float32Array
}

/** ort-webgpu: ONNX Runtime on a GPU, with other last bits than on wasm. */
export type Backend = 'reference' | 'wasm' | 'ort' | 'ort-webgpu'
/** ort takes a GPU where there is one; ort-wasm never does. */
export type BackendChoice = 'auto' | Backend | 'ort-wasm'

/** An intervention, in the form of 4-engine. Absent selectors mean all; together they select a rectangular region. */
export interface Edit {
  /** Full hook name: `blocks.1.attn.hook_z`. */
  readonly at: string
  readonly heads?: readonly number[]
  readonly positions?: readonly number[]
  readonly dims?: readonly number[]
  readonly op: 'zero' | 'mean' | 'set' | 'add' | 'scale' | 'replace'
  /** Number, or row-major values of the region (broadcast where `op` allows it). */
  readonly value?: number | Float32Array
  /** What it is for, in words; shown in lists, ignored by the engine. */
  readonly purpose?: string
}

export interface ForwardRequest {
  readonly ids: readonly number[]
  /** 1 for a token, 0 for padding, as many as ids; default: no padding. */
  readonly attentionMask?: readonly number[]
  /** Which text of a pair a token belongs to, as many as ids; default: all the first. Only encoders know it. */
  readonly tokenTypes?: readonly number[]
  /** Hook patterns (`*` any characters; `{0,3}` alternatives). Default: `logits` only. */
  readonly want?: readonly string[]
  readonly edits?: readonly Edit[]
  /** Further inputs of an ONNX file, by its names. */
  readonly feeds?: ReadonlyMap<string, EngineTensor>
  readonly signal?: AbortSignal
}

export interface ForwardResult {
  /** Every hook tensor that was wanted, by name, in the order of the forward pass. No batch dimension. */
  readonly tensors: ReadonlyMap<string, EngineTensor>
  /** Rows that were there already from a text that begins alike, and rows that were computed for this one. */
  readonly reused: number
  readonly computed: number
}

/** What is kept of the texts a model has read, and what that has saved since it was opened. */
export interface PrefixCacheStatus {
  readonly entries: number
  readonly bytes: number
  /** Bytes for all models together. */
  readonly limit: number
  /** Rows. */
  readonly reused: number
  readonly computed: number
  /** Texts that were given up for want of room. */
  readonly evictions: number
  readonly evictedBytes: number
}

/** A decoding session with a key/value cache. */
export interface Decoder {
  /** Runs the given ids after what the cache holds; gives the logits of the last of them [V]. */
  step(ids: readonly number[], signal?: AbortSignal): Promise<Float32Array>
  readonly length: number
  /** Rows of its first step that another text had computed before. */
  readonly reused?: number
  /** Another one that goes on from the same rows in its own way, where the backend can. */
  fork?(): Decoder
  dispose(): void
}

/** A model on one backend. */
export interface LoadedModel {
  readonly name: string
  readonly backend: Backend
  /** Why this backend: `ort on wasm, 2 threads: no WebGPU adapter`. */
  readonly backendReason: string
  /** Computed with whole-number activations: near, but not equal, to what the weights give. */
  readonly fast?: boolean
  readonly spec: ModelSpec
  /** sha-256 of config and weights, hex. */
  readonly digest: string
  readonly parameters: number
  readonly weightBytes: number
  readonly fileBytes: number
  /** `GGUF, F32, Q4_1`. */
  readonly format?: string
  /** All hook names for a prompt, in the order of the forward pass. */
  readonly hooks: readonly string[]
  /** Of an ONNX file: inputs beside the tokens, which every call has to bring. */
  readonly feeds?: readonly string[]
  forward(request: ForwardRequest): Promise<ForwardResult>
  decoder(edits?: readonly Edit[]): Promise<Decoder>
  /** Null where nothing is kept: on backends and models whose rows depend on those after them. */
  readonly prefixCache?: PrefixCacheStatus | null
  /** A weight matrix by its file name (`model.embed_tokens.weight`), widened to float32. */
  weight(name: string): EngineTensor
  readonly weightNames: readonly string[]
  /** Where its matrices are held in fewer bits: how, and what that cost. `weightBytes` then counts the packed ones. */
  readonly quantization?: Quantization
  /** The token embedding table [V, C]. */
  embedding(): EngineTensor
  dispose(): void
}

export interface Quantization {
  /** sha-256 of the model it was made of. */
  readonly of: string
  /** `absmax 4 bits by group of 32`. */
  readonly words: string
  readonly bits: number
  /** In the order of the file; what stays as it is comes with an error of 0. */
  readonly matrices: readonly QuantizedMatrix[]
}
export interface QuantizedMatrix {
  readonly name: string
  readonly shape: readonly number[]
  readonly bits: number
  readonly bytes: number
  /** Largest, root mean square; and the root mean square of the numbers before. */
  readonly max: number
  readonly rms: number
  readonly size: number
}

export type Architecture =
  | 'bert'
  | 'distilbert'
  | 'gemma2'
  | 'gemma3'
  | 'gpt2'
  | 'gpt_neox'
  | 'llama'
  | 'mistral'
  | 'mpnet'
  | 'olmo2'
  | 'onnx'
  | 'phi3'
  | 'qwen2'
  | 'qwen3'
  | 'roberta'
  | 'sentence-encoder'
  | 'smollm3'

/** What a model's `logits` are about: the next token, each masked token, classes of the text or of each token; `none` has no logits. */
export type ModelHead = 'next-token' | 'masked-token' | 'classes' | 'token-classes' | 'none'

/** How an encoder's rows become one vector: its first or last row, their mean or largest; `unit`: at length one. */
export interface Pooling {
  readonly by: 'first' | 'last' | 'mean' | 'max'
  readonly unit: boolean
}

/** Names of a tensor with a row for each token [T,C] and of one with a vector for the text [C]; at least one is there. */
export interface OnnxEncoder {
  readonly rows: string | null
  readonly vector: string | null
}

/** config.json in its old or new spelling, normalised. The models folder fills it; the IR is built from it alone. */
export interface ModelSpec {
  readonly architecture: Architecture
  /** Reads from left to right; else every token sees all others. */
  readonly causal: boolean
  readonly head: ModelHead
  /** Names of the classes, in the order of `logits`; empty where it predicts tokens. */
  readonly labels: readonly string[]
  /** Of a sentence encoder, as its files say. */
  readonly pooling?: Pooling
  /** Its sentence embedding goes through layers of its own after the pooling: the hook `sentence_embedding` alone has it. */
  readonly ownEmbedding?: true
  /** Of an ONNX file of others: the tensors that make it an encoder of texts. */
  readonly encoder?: OnnxEncoder
  readonly layers: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly headSize: number
  readonly width: number
  readonly mlpWidth: number
  readonly vocabulary: number
  readonly context: number
  readonly normEpsilon: number
  readonly tiedEmbeddings: boolean
  readonly bosTokenId: number | null
  readonly eosTokenIds: readonly number[]
  readonly [more: string]: unknown
}

/** One token of an encoded text. */
export interface Encoding {
  readonly ids: readonly number[]
  /** The vocabulary's own spelling (`Ġtime`). */
  readonly tokens: readonly string[]
  /** UTF-16 ranges of the text; special tokens that the text does not hold have [0, 0]. */
  readonly offsets: readonly (readonly [number, number])[]
  /** True for tokens a post-processor put there or that are special by the file. */
  readonly special: readonly boolean[]
}

export interface EncodeOptions {
  /** Default true: what the file's post-processor adds. */
  readonly addSpecialTokens?: boolean
  readonly pair?: string
}

export interface EngineTokenizer {
  /** sha-256 of tokenizer.json, hex. */
  readonly digest: string
  /** Highest id + 1. */
  readonly size: number
  /** What `special_tokens` the file names, id by content. */
  readonly specialTokens: ReadonlyMap<string, number>
  readonly bosTokenId: number | null
  readonly eosTokenId: number | null
  readonly chatTemplate: string | null
  encode(text: string, options?: EncodeOptions): Encoding
  decode(ids: readonly number[], options?: { readonly skipSpecialTokens?: boolean }): string
  /** The bytes a token stands for, decoded for display; half characters come as U+FFFD. */
  piece(id: number): string
  /** The raw bytes of a token (UTF-8), for half characters. */
  pieceBytes(id: number): Uint8Array
  /** Id of a vocabulary entry by its displayed text (`" Lily"`), when it is a single token; else null. */
  idOf(text: string): number | null
  /** The vocabulary's own spelling of an id (`Ġtime`), or null. */
  token(id: number): string | null
  /** Id of a token by that spelling, or null. */
  idOfToken(token: string): number | null
  /** Log probability of a piece, where the model has them. */
  scoreOf(id: number): number | null
  /** The steps of cutting a text: pre-tokens, and for each its merges, its walk or its lattice. Its ids are those of `encode` without added ones. */
  trace(text: string): TokenTrace
  /** Renders the chat template. Throws an EngineFailure with a sentence where it cannot. */
  renderChat(messages: readonly ChatMessage[], addGenerationPrompt?: boolean, more?: ChatSettings): string
  /** The same text, and which message each stretch of it is of. */
  chatSpans(messages: readonly ChatMessage[], addGenerationPrompt?: boolean, more?: ChatSettings): ChatSpans
}

/** A turn of a conversation, with whatever fields its template asks for. */
export interface ChatMessage {
  readonly role: string
  readonly content?: unknown
  readonly [more: string]: unknown
}
export interface ChatSettings {
  readonly tools?: readonly unknown[]
  /** Variables the template sees besides its special tokens: `enable_thinking` … */
  readonly variables?: Readonly<Record<string, unknown>>
  readonly continueFinalMessage?: boolean
  /** The time that strftime_now tells; without it a template finds none. */
  readonly now?: Date
}

/** A rendered conversation and who owns what: ranges that cover the text in order. */
export interface ChatSpans {
  readonly text: string
  readonly spans: readonly ChatSpan[]
}
export interface ChatSpan {
  readonly from: number
  readonly to: number
  /** Place of the message; null for what the template puts in of itself, before the first turn or to open a reply. */
  readonly message: number | null
  /** What the message says, or the frame that the template puts around it. */
  readonly part: 'content' | 'frame'
}

/** One stage of a sampling chain, by the sampler's param names; written as one-key objects: `{ temperature: 0.7 }`. */
export type SamplingStage =
  | { readonly temperature: number }
  | { readonly topK: number }
  | { readonly topP: number }
  | { readonly minP: number }
  | { readonly repetitionPenalty: number }

/** What one stage did to the candidates. */
export interface StageReport {
  readonly stage: string
  readonly setting: number
  /** Logits after the stage [V]; removed candidates are -Infinity. */
  readonly logits: Float32Array
  readonly kept: number
  readonly removed: number
  /** Probability mass (before renormalising, at this stage's input) of what was removed. */
  readonly massRemoved: number
  /** In words: `smallest set reaching 0.9`. */
  readonly reason: string
}

/** A sentence for a person, from one table per room. */
export class EngineFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint?: string,
  ) {
    super(message)
    this.name = 'EngineFailure'
  }
}

/** Where a model's files come from: a folder on disk, a served folder, dropped files. Names are relative: `config.json`. */
export interface FileSource {
  readonly name: string
  list(): Promise<readonly string[]>
  /** Whole file; throws EngineFailure `missing-file` naming it. `onBytes` reports progress. */
  read(file: string, onBytes?: (done: number, total: number | null) => void): Promise<Uint8Array>
  /** `list` costs nothing and leaves nothing out. */
  readonly listed?: boolean
  /** Set where the source is this one file alone. */
  readonly only?: string
  /** Bytes of a file, for headers and single tensors of large ones. */
  size?(file: string): Promise<number>
  /** Bytes `start` (included) to `end` (not) of a file, which the caller may change. */
  readRange?(file: string, start: number, end: number): Promise<Uint8Array>
  /** Reads parts of a file at once, for as long as the model lives; null where the host cannot. Weights then stay in the file. */
  reader?(file: string): Promise<RangeReader | null>
}

/** Bytes `start` (included) to `end` (not), which the caller may change. */
export type RangeReader = (start: number, end: number) => Uint8Array
