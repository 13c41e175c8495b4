/* A vocabulary of whole words: what is not in it is the unknown token. */
import { malformed, text, type Fields } from './shape'
import { NO_WORD, type WordModel } from './word-model'

export function readWordLevel(model: Fields, vocabulary: ReadonlyMap<string, number>): WordModel {
  const token = text(model['unk_token'] ?? '<unk>', 'model.unk_token')
  const unknown = vocabulary.get(token)
  if (unknown === undefined) throw malformed('model.unk_token', 'a token of the vocabulary', token)
  return {
    word: (word) => (word === '' ? NO_WORD : { ids: [vocabulary.get(word) ?? unknown], from: [0], to: [word.length] }),
    steps: () => ({ kind: 'whole' }),
  }
}
