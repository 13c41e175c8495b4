/*
 * Keys and passwords in text: known patterns of services, private keys, and long random words behind words like «token».
 * Found ones are shown in part only. Nothing here keeps or sends what it found.
 */
import { placeAt } from './lines'

export interface FoundSecret {
  readonly line: number
  readonly column: number
  readonly length: number
  readonly start: number
  /** What it looks like: `a key of OpenAI`. */
  readonly what: string
  /** Its first characters, the rest as dots. */
  readonly shown: string
}

const PATTERNS: readonly (readonly [string, RegExp])[] = [
  [
    'a private key',
    /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----[\s\S]{0,20000}?(?:-----END (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----|$)/g,
  ],
  ['a key of Anthropic', /\bsk-ant-[A-Za-z0-9_-]{20,200}/g],
  ['a key of OpenRouter', /\bsk-or-v1-[A-Za-z0-9]{32,128}/g],
  ['a key of OpenAI', /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,200}/g],
  ['a token of Hugging Face', /\bhf_[A-Za-z0-9]{30,60}\b/g],
  ['a token of GitHub', /\b(?:gh[oprsu]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{40,255})\b/g],
  ['a token of GitLab', /\bglpat-[A-Za-z0-9_-]{20,64}/g],
  ['a key of Amazon', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a key of Google', /\bAIza[0-9A-Za-z_-]{35}/g],
  ['a token of Slack', /\bxox[abeoprs]-[A-Za-z0-9-]{10,250}/g],
  ['a key of Stripe', /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,128}/g],
  ['a key of Groq', /\bgsk_[A-Za-z0-9]{40,64}\b/g],
  ['a token of Replicate', /\br8_[A-Za-z0-9]{37}\b/g],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a key of SendGrid', /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,64}/g],
  ['a token of Telegram', /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/g],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/g],
  ['a password in an address', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,60}:[^\s/@]{3,100}@/gi],
]
/** A long word behind a word that says it is secret. */
const NAMED =
  /\b(?:api[_-]?key|access[_-]?key|secret[_-]?key|auth[_-]?token|key|token|secret|password|passwd|pwd|bearer|authorization)\b["'`]?(?:\s{0,3}[:=]\s{0,3}(?:bearer\s+)?|\s{1,3}(?:is\s+)?)["'`]?([A-Za-z0-9+/_=~-]{20,512})/gi

const LEAST_BITS = 3.3

/** How many different things a character of the word says, in bits; words of a language say less. */
function looksRandom(word: string): boolean {
  if (!/\d/.test(word) || !/[A-Za-z]/.test(word)) return false
  // words with hyphens or underscores between them are names
  if (/^[a-z]+(?:[-_][a-z]+)*(?:[-_]?\d{1,4})?$/i.test(word)) return false
  const counts = new Map<string, number>()
  for (const char of word) counts.set(char, (counts.get(char) ?? 0) + 1)
  // the number of different characters that would, evenly used, repeat as rarely
  let repeats = 0
  for (const count of counts.values()) repeats += (count / word.length) ** 2
  return 1 / repeats >= 2 ** LEAST_BITS
}

export function findSecrets(text: string): readonly FoundSecret[] {
  const found: { start: number; length: number; what: string }[] = []
  const add = (start: number, length: number, what: string) => {
    if (!found.some((other) => start < other.start + other.length && other.start < start + length)) found.push({ start, length, what })
  }
  for (const [what, pattern] of PATTERNS) for (const match of text.matchAll(pattern)) add(match.index, match[0].length, what)
  for (const match of text.matchAll(NAMED)) {
    const word = match[1] ?? ''
    if (looksRandom(word))
      add(match.index + match[0].length - word.length, word.length, 'a long random word behind a word that says it is secret')
  }
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ start, length, what }) => ({
      ...placeAt(text, start, 1, 1),
      start,
      length,
      what,
      shown: shownOf(text.slice(start, start + length)),
    }))
}
const shownOf = (secret: string): string => `${secret.slice(0, Math.min(6, Math.floor(secret.length / 4)))}…`

/** The text with everything that looks secret made unreadable: for logs, errors and traces. */
export function redacted(text: string): string {
  let out = ''
  let done = 0
  for (const { start, length, shown } of findSecrets(text)) {
    out += `${text.slice(done, start)}${shown}[removed]`
    done = start + length
  }
  return out + text.slice(done)
}

/** Why a file may not leave this machine, as a sentence; null where nothing was found. */
export function secretsSentence(found: readonly FoundSecret[]): string | null {
  const [first] = found
  if (!first) return null
  const more = found.length > 1 ? ` There ${found.length === 2 ? 'is one more' : `are ${found.length - 1} more`}.` : ''
  return `Line ${first.line} holds what looks like ${first.what} (${first.shown}).${more} Take it out; a notebook names a secret and never holds it.`
}

/** Sharing and exporting stop here until the keys are taken out. */
export class SecretInFile extends Error {
  constructor(readonly found: readonly FoundSecret[]) {
    super(secretsSentence(found) ?? 'The file holds a secret.')
    this.name = 'SecretInFile'
  }
}
export function refuseSecrets(text: string): void {
  const found = findSecrets(text)
  if (found.length > 0) throw new SecretInFile(found)
}
