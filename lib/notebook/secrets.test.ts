import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findSecrets, redacted, refuseSecrets, SecretInFile, secretsSentence } from './secrets'

// put together here, so that no scanner of keys takes this file for a leak
const word = (length: number) => 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ2cF4hJ6kL8nP0rS2uV4xY6zA8bC0dE2fG4iJ6k'.slice(0, length)
const KEYS: readonly (readonly [string, string])[] = [
  ['OpenAI', `sk-${word(48)}`],
  ['OpenAI', `sk-proj-${word(40)}`],
  ['Anthropic', `sk-ant-api03-${word(40)}`],
  ['Hugging Face', `hf_${word(34)}`],
  ['GitHub', `ghp_${word(36)}`],
  ['GitHub', `github_pat_${word(50)}`],
  ['GitLab', `glpat-${word(20)}`],
  ['Amazon', `AKIA${'ABCD2345EFGH6789'}`],
  ['Google', `AIza${word(35)}`],
  ['Slack', `xoxb-${'123456789012'}-${word(24)}`],
  ['Stripe', `sk_live_${word(24)}`],
  ['private key', `-----BEGIN OPENSSH PRIVATE KEY-----\n${word(60)}\n-----END OPENSSH PRIVATE KEY-----`],
  ['signed token', `eyJ${word(20)}.eyJ${word(30)}.${word(20)}`],
  ['password in an address', `postgres://vitrine:${word(12)}@db.example/notes`],
  ['secret', `api_key = "${word(32)}"`],
  ['secret', `Authorization: Bearer ${word(40)}`],
  ['secret', `password: ${word(24)}`],
]

describe('keys and passwords', () => {
  test.each(KEYS)('%s', (what, key) => {
    const text = `---\nvitrine: 1\ntitle: x\n---\n\nHere ${key} stands.\n`
    const found = findSecrets(text)
    expect(found).toHaveLength(1)
    expect(found[0]?.what).toContain(what)
    expect(found[0]?.line).toBe(6)
    const said = secretsSentence(found) ?? ''
    expect(said).toContain('Line 6')
    for (const shown of [said, redacted(text)]) expect(shown).not.toContain(what.includes('address') ? word(12) : key.slice(-12))
    expect(() => refuseSecrets(text)).toThrow(SecretInFile)
    expect(findSecrets(redacted(text))).toEqual([])
  })
  test.each([
    'tokens: tokenizer@1\n  tokenizer: primer.model',
    'secret: openai',
    'The key is the word that the head looks for.',
    'token: prompt-with-many-words-and-hyphens',
    'key = value, password: none',
    'sk-learn is a library; risk-averse people',
    'https://huggingface.co/openai-community/gpt2/resolve/main/model.safetensors',
    'Unauthorization_of_everything_that_moves',
    'the token Ġextraordinarily has id 12345678901234567890',
    'model: smollm2-135m-instruct',
  ])('not in %j', (text) => expect(findSecrets(text)).toEqual([]))
  test('not in any shipped notebook or help text', () => {
    for (const folder of ['notebooks', 'tests/notebooks', 'tests/corpus/1'])
      for (const name of readdirSync(folder)) expect(findSecrets(readFileSync(`${folder}/${name}`, 'utf8')), name).toEqual([])
  })
  test('a hostile text takes no time', () => {
    const text = [
      'key: '.repeat(50_000),
      'a'.repeat(500_000),
      '-----BEGIN PRIVATE KEY-----'.repeat(2000),
      'eyJ'.repeat(100_000),
      'x://'.repeat(50_000),
    ].join('\n')
    const before = process.cpuUsage().user
    findSecrets(text)
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(3000)
  })
})
