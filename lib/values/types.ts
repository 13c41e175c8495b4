/* The values that run along wires, as TypeScript. Each port type's file says how its values are checked, hashed and printed. */
import type { Edit, EngineTokenizer, LoadedModel, SamplingStage } from '../engine/types'
import type { Bm25 } from '../engine/retrieval'
import type { Json } from '../graph/json'
import type { Boxed } from '../graph/port-type'

export type TextValue = string

export interface NumberValue {
  readonly value: number
  /** `yes/no` marks a truth value as 1 or 0. */
  readonly unit?: string
}

export type JsonValue = Json

export type ColumnType = 'number' | 'text' | 'yes/no' | 'json'
export interface TableValue {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly unit?: string }[]
  readonly rows: readonly (readonly Json[])[]
  /** Of a grid: its axes, the last running fastest. There are as many rows as their lengths multiplied. */
  readonly axes?: readonly TableAxis[]
}
export interface TableAxis {
  readonly name: string
  /** How each place along it is called. */
  readonly labels: readonly string[]
  /** Columns that hold its values. */
  readonly columns: readonly string[]
}

/** In order, each with its type and what it is called. */
export interface ListValue {
  readonly items: readonly Boxed[]
  readonly labels: readonly string[]
}

/** A handle; two tokenizers are the same when their digests are. */
export interface TokenizerValue {
  readonly digest: string
  readonly name: string
  readonly engine: EngineTokenizer
}

/** One turn of a conversation. */
export interface Turn {
  readonly role: string
  readonly text: string
  /** What else its template asks for: tool calls, reasoning, the name of a tool. */
  readonly more?: Readonly<Record<string, Json>>
}
export interface MessagesValue {
  readonly turns: readonly Turn[]
}

export interface TokensValue {
  readonly ids: readonly number[]
  /** Display text of each id: `" time"`. */
  readonly pieces: readonly string[]
  /** UTF-16 ranges into `text`. */
  readonly offsets: readonly (readonly [number, number])[]
  readonly special: readonly boolean[]
  /** Tokens that teach, [T]: in a conversation, what the assistant says. Absent: all do. */
  readonly mask?: readonly boolean[]
  readonly text: string
  readonly tokenizer: TokenizerValue
}

export type Ability = 'weights' | 'inside' | 'logits' | 'text' | 'chat' | 'logprobs' | 'embed' | 'rank' | 'tools' | 'images'
export interface ModelValue {
  readonly name: string
  readonly digest: string
  readonly abilities: readonly Ability[]
  readonly engine: LoadedModel
  readonly tokenizer: TokenizerValue
}

/** Where numbers come from: enough to say `blocks.0.attn.hook_pattern [1, 10, 9]` for any of them. */
export interface Origin {
  /** Hook name, weight name, or `NODE.port` for what a kind computed itself. */
  readonly tensor: string
  /** For each axis of that tensor: a fixed index, or null where the value's next own axis runs. */
  readonly slice: readonly (number | null)[]
  readonly model?: string
  readonly backend?: string
}

export interface TensorValue {
  readonly data: Float32Array
  readonly shape: readonly number[]
  /** Axis letters of our alphabet. */
  readonly dims: readonly string[]
  readonly origin: Origin
  /** Names along axes, where they have some: token pieces, head numbers. Same order as dims. */
  readonly labels?: readonly (readonly string[] | null)[]
}

/** [T, V]. Tokens are those that were read; row t scores what follows token t. */
export interface LogitsValue extends TensorValue {
  readonly tokens: TokensValue
  readonly tokenizer: TokenizerValue
}

/** [H, T, S] of one layer. */
export interface AttentionValue extends TensorValue {
  readonly layer: number
  readonly stage: 'raw' | 'scaled' | 'masked' | 'weights' | 'value-weighted'
  readonly tokens: TokensValue
}

/** What made vectors of texts, and can make one of another text. Two are the same when their digests are. */
export interface TextEncoder {
  readonly name: string
  readonly digest: string
  readonly width: number
  /** A vector of a text [C]. */
  encode(text: string, signal: AbortSignal): Promise<Float32Array>
}

/** [N, C]. */
export interface EmbeddingsValue extends TensorValue {
  readonly names: readonly string[]
  readonly encoder: string
  /** Absent where rows are not of texts: pieces of a vocabulary. */
  readonly texts?: TextEncoder
}

/** One text of Documents. Its text is that range of its source, unless a reader unwrapped it: then the source is the text. */
export interface DocumentItem {
  readonly id: string
  readonly text: string
  readonly metadata: Readonly<Record<string, Json>>
  /** Place among `sources`, and UTF-16 range in it. */
  readonly source: number
  readonly range: readonly [number, number]
}
export interface DocumentsValue {
  readonly items: readonly DocumentItem[]
  readonly sources: readonly { readonly name: string; readonly text: string }[]
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[]
}

/** Documents made ready for searching, by words or by vectors. */
export interface IndexValue {
  readonly documents: DocumentsValue
  readonly by: { readonly method: 'bm25'; readonly bm25: Bm25 } | { readonly method: 'flat'; readonly embeddings: EmbeddingsValue }
}

/** A part of a score: what one word added, what one ranking gave. */
export interface ScorePart {
  readonly name: string
  readonly score: number
  /** The formula with its numbers: `idf 3.74 × 0.61`. */
  readonly how?: string
}
export interface Hit {
  /** Place among the documents. */
  readonly place: number
  readonly score: number
  readonly parts: readonly ScorePart[]
  /** Rank in each ranking that was fused, from 1. */
  readonly ranks?: Readonly<Record<string, number>>
}
/** References to documents, best first. */
export interface HitsValue {
  readonly hits: readonly Hit[]
  readonly documents: DocumentsValue
  readonly query: string
  /** What ranked them: `bm25`, `flat`, `fused`. */
  readonly ranker: string
}

/** One stage of a chain as it left the candidates of one row. */
export interface DistributionStage {
  readonly stage: string
  readonly setting: number
  readonly kept: number
  readonly removed: number
  readonly massRemoved: number
  readonly reason: string
  /** Probabilities after this stage [V], renormalised; removed candidates are 0. */
  readonly probabilities: Float32Array
}

export interface DistributionValue {
  /** [N, V]; every row sums to 1. */
  readonly probabilities: Float32Array
  readonly rows: number
  readonly vocabulary: number
  readonly tokenizer: TokenizerValue
  /** The tokens the rows follow (row n follows token `positions[n]`). */
  readonly tokens?: TokensValue
  readonly positions: readonly number[]
  readonly origin: Origin
  /** Stages applied to the last row, where a chain made it; `before` are its probabilities before the chain. */
  readonly stages?: readonly DistributionStage[]
  readonly before?: Float32Array
}

export type EditsValue = readonly Edit[]

/** A rule, not a draw. An empty chain with `greedy` takes the best. */
export interface SamplingValue {
  readonly stages: readonly SamplingStage[]
  readonly greedy: boolean
}

/** One forward pass. Hook tensors are read by name; what was not kept is computed again, with the same result. */
export interface RunValue {
  readonly model: ModelValue
  readonly tokens: TokensValue
  readonly edits: EditsValue
  /** Content address: model digest, backend, ids, edits. */
  readonly digest: string
  readonly hooks: readonly string[]
  /** Throws NodeFailure naming the closest hook where there is none of this name. */
  read(hook: string): Promise<TensorValue>
  /** What is already in memory, without computing. */
  peek(hook: string): TensorValue | undefined
  /** Of the pass that made it: rows that a text before it had left behind, and rows that were computed. No part of what it is. */
  readonly rows?: { readonly reused: number; readonly computed: number }
}
