/* The door of the room: one port type a file, the values' types, and the few makers that kinds share. */
export { AnyPort } from './any'
export { Attention } from './attention'
export { converters, type Converter } from './converters'
export { describe, plural } from './describe'
export { bestIds, Distribution, distributionRow, entropyBits, lastRow } from './distribution'
export { Documents, documentsDigest, documentsOf, textDocuments } from './documents'
export { Edits, editText } from './edits'
export { Embeddings } from './embeddings'
export { Hits } from './hits'
export { isJson, JsonPort } from './json'
export { listOf, ListPort } from './list'
export { Logits, logitsRow } from './logits'
export { chatMessages, Messages } from './messages'
export { Model, modelFacts } from './model'
export { NumberPort, numberOf, printNumber, truth } from './number'
export { hookValue, makeRun, noSuchHook, Run } from './run'
export { Index } from './search-index'
export { Sampling, samplingText, stageOf } from './sampling'
export { TablePort, tableOf, type ColumnSpec } from './table'
export { Tensor } from './tensor'
export { hashedBy, isTensor, strideOf, tensorSummary } from './tensor-spec'
export { Text } from './text'
export { Tokenizer, tokenizerOf } from './tokenizer'
export { joinTokens, TokenBuilder, Tokens, tokensFromIds, tokensOf } from './tokens'
export type * from './types'
export type { FileService, ModelService } from './services'

import { AnyPort } from './any'
import { Attention } from './attention'
import { Distribution } from './distribution'
import { Documents } from './documents'
import { Edits } from './edits'
import { Embeddings } from './embeddings'
import { Hits } from './hits'
import { JsonPort } from './json'
import { ListPort } from './list'
import { Logits } from './logits'
import { Messages } from './messages'
import { Model } from './model'
import { NumberPort } from './number'
import { Run } from './run'
import { Sampling } from './sampling'
import { Index } from './search-index'
import { TablePort } from './table'
import { Tensor } from './tensor'
import { Text } from './text'
import { Tokenizer } from './tokenizer'
import { Tokens } from './tokens'
import type { PortType } from '../graph/port-type'

/** Every port type, by the name that files and shapes know it by. */
export const portTypes: ReadonlyMap<string, PortType<any>> = new Map(
  [
    Text,
    NumberPort,
    JsonPort,
    TablePort,
    Tokenizer,
    Tokens,
    Messages,
    Model,
    Run,
    Tensor,
    Logits,
    Distribution,
    Attention,
    Embeddings,
    Edits,
    Sampling,
    Documents,
    Index,
    Hits,
    ListPort,
    AnyPort,
  ].map((type) => [type.name, type as PortType<any>]),
)
