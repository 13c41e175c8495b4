import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SecretWatch } from './secret-watch'
import { findSecrets, secretsSentence } from './secrets'

const key = `hf_${'aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI'}`

test('says after each change what a look at the whole text says', () => {
  const piece = fc.constantFrom(key, key.slice(0, 9), key.slice(9), 'x', ' ', 'words and words\n'.repeat(3000))
  const edit = fc.record({ at: fc.nat(), gone: fc.nat({ max: 40_000 }), put: piece })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      const watch = new SecretWatch()
      let text = ''
      for (const { at, gone, put } of edits) {
        const from = text.length === 0 ? 0 : at % text.length
        text = text.slice(0, from) + put + text.slice(from + gone)
        expect(watch.sentence(text)).toBe(secretsSentence(findSecrets(text)))
      }
    }),
    { numRuns: 60 },
  )
})
