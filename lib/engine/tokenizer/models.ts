/* The `model` of a tokenizer.json: which of the ways to cut a word it is, its vocabulary by token, and the spelling of each id. */
import { readBytePairs, readVocabulary } from './bpe'
import { readScoredMerges } from './scored-merges'
import { fields, unsupported, type Fields } from './shape'
import type { TokenTrace } from './trace-types'
import { readScoredPieces, readUnigram } from './unigram'
import { readWordLevel } from './word-level'
import type { WordModel } from './word-model'
import { readWordPieces } from './word-piece'

export type ModelType = TokenTrace['model']

export interface ReadModel {
  readonly type: ModelType
  readonly vocabulary: ReadonlyMap<string, number>
  /** Log probabilities by id, where the model has them. */
  readonly scores: Float64Array | null
  readonly model: WordModel
}

const byName = {
  BPE: readBytePairs,
  WordPiece: readWordPieces,
  WordLevel: readWordLevel,
} as const
const byScore = { Unigram: readUnigram, ScoredMerges: readScoredMerges } as const
const NAMES = [...Object.keys(byName), ...Object.keys(byScore)]

/** Files of older libraries leave the type out where the fields say it. */
function typeOf(model: Fields): string {
  if (typeof model['type'] === 'string') return model['type']
  return Array.isArray(model['vocab']) ? 'Unigram' : model['merges'] === undefined ? 'WordPiece' : 'BPE'
}

const isOneOf = <Name extends string>(table: Record<Name, unknown>, name: string): name is Name => Object.hasOwn(table, name)

export function readModel(value: unknown): ReadModel {
  const model = fields(value, 'model')
  const type = typeOf(model)
  if (isOneOf(byName, type)) {
    const vocabulary = readVocabulary(model)
    return { type, vocabulary, scores: null, model: byName[type](model, vocabulary) }
  }
  if (!isOneOf(byScore, type)) throw unsupported('model', `a ${type} model`, NAMES)
  const scored = readScoredPieces(model)
  const vocabulary = new Map(scored.pieces.map((piece, id) => [piece, id]))
  return { type, vocabulary, scores: scored.scores, model: byScore[type](model, scored, vocabulary) }
}
