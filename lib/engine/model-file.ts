/*
 * What every kind of model file is read into: a config as in config.json, weights by Hugging Face's names that are read when asked for,
 * and a tokenizer as in tokenizer.json. The families, the weights and the tokenizers know nothing of the files behind it.
 */
import type { JsonObject } from './files/json'

/** How the rows of a stored matrix must be put to be Hugging Face's. */
export type Arrangement =
  /** In each head the two halves of the rotary embedding alternate row by row. */
  | { readonly kind: 'interleaved'; readonly heads: number }
  /** All queries, all keys, all values; wanted is head by head. */
  | { readonly kind: 'by-part'; readonly heads: number; readonly parts: number }
  /** Stored [out, in]; wanted is [in, out]. */
  | { readonly kind: 'turned' }
  /** Stored with one added. */
  | { readonly kind: 'one-more' }
  /** 8-bit numbers with scales in another weight: one for all, one a row, or one a square block. */
  | { readonly kind: 'scaled'; readonly by: string }

/** A weight as its file holds it. */
export interface StoredWeight {
  /** Hugging Face's. */
  readonly name: string
  readonly shape: readonly number[]
  /** `F32`, `BF16`, `Q4_K` … */
  readonly type: string
  readonly file: string
  /** Bytes of the file. */
  readonly begin: number
  readonly end: number
  readonly arrangement?: Arrangement
}

export interface TokenizerFiles {
  /** tokenizer.json, as text or parsed. */
  readonly tokenizer: string | object
  /** tokenizer_config.json. */
  readonly config: object | null
}

export interface ModelFile {
  readonly config: JsonObject
  /** generation_config.json, where there is one. */
  readonly generation: JsonObject | null
  readonly weights: ReadonlyMap<string, StoredWeight>
  /** Bytes of the files that hold weights. */
  readonly fileBytes: number
  /** `GGUF, Q4_1 and F32`. */
  readonly format: string
  tokenizer(): Promise<TokenizerFiles>
}
