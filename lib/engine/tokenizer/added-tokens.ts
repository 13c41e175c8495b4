/* Tokens found in a text as they stand, before anything is cut: special tokens, markers, runs of spaces. Leftmost match first, longest at each place. */
import type { AlignedText } from './aligned-text'
import { AlignedText as Aligned } from './aligned-text'
import { characterAt, characterBefore, isWhiteSpace, isWord } from './characters'
import type { Normalizer } from './normalizers'
import { fields, flag, list, text, whole } from './shape'

export interface AddedToken {
  readonly id: number
  readonly content: string
  readonly singleWord: boolean
  readonly takesLeft: boolean
  readonly takesRight: boolean
  /** Sought in the normalized text, itself normalized. */
  readonly normalized: boolean
  readonly special: boolean
  /** Found where a text spells it; of a SentencePiece file marks of control are not. */
  readonly inText: boolean
}

/** A stretch of text, or the added token that it is. */
export interface Segment {
  readonly source: AlignedText
  readonly token: AddedToken | null
}

export function readAddedTokens(value: unknown, vocabulary: ReadonlyMap<string, number>): readonly AddedToken[] {
  if (value === undefined || value === null) return []
  return list(value, 'added_tokens').flatMap((entry, i) => {
    const where = `added_tokens[${i}]`
    const token = fields(entry, where)
    const content = text(token['content'], `${where}.content`)
    const id = whole(token['id'], `${where}.id`)
    if (content === '') return []
    const special = flag(token['special'], `${where}.special`, false)
    return [
      {
        // What the vocabulary already holds keeps its id.
        id: vocabulary.get(content) ?? id,
        content,
        singleWord: flag(token['single_word'], `${where}.single_word`, false),
        takesLeft: flag(token['lstrip'], `${where}.lstrip`, false),
        takesRight: flag(token['rstrip'], `${where}.rstrip`, false),
        normalized: flag(token['normalized'], `${where}.normalized`, !special),
        special,
        inText: flag(token['in_text'], `${where}.in_text`, true),
      },
    ]
  })
}

interface Branch {
  readonly next: Map<number, Branch>
  token?: AddedToken
}

/** All tokens in one tree, walked unit by unit. */
class TokenTree {
  private readonly root: Branch = { next: new Map() }

  add(spelling: string, token: AddedToken): void {
    let branch = this.root
    for (let i = 0; i < spelling.length; i++) {
      const unit = spelling.charCodeAt(i)
      let next = branch.next.get(unit)
      if (!next) branch.next.set(unit, (next = { next: new Map() }))
      branch = next
    }
    // Of two with one spelling the first holds.
    if (spelling !== '') branch.token ??= token
  }

  get empty(): boolean {
    return this.root.next.size === 0
  }

  longestAt(text: string, at: number): { token: AddedToken; to: number } | null {
    let branch = this.root.next.get(text.charCodeAt(at))
    let found: { token: AddedToken; to: number } | null = null
    for (let i = at + 1; branch; i++) {
      if (branch.token) found = { token: branch.token, to: i }
      if (i >= text.length) break
      branch = branch.next.get(text.charCodeAt(i))
    }
    return found
  }
}

function leftOfSpaces(text: string, from: number): number {
  while (from > 0 && isWhiteSpace(characterBefore(text, from))) from--
  return from
}

function rightOfSpaces(text: string, to: number): number {
  while (to < text.length && isWhiteSpace(characterAt(text, to))) to++
  return to
}

const standsAlone = (text: string, from: number, to: number): boolean =>
  !isWord(characterBefore(text, from)) && !isWord(characterAt(text, to))

function cut(source: AlignedText, tree: TokenTree): Segment[] {
  const { text } = source
  if (tree.empty || text === '') return [{ source, token: null }]
  const out: Segment[] = []
  let done = 0
  for (let at = 0; at < text.length;) {
    const found = tree.longestAt(text, at)
    if (!found) {
      at++
      continue
    }
    const { token } = found
    let { to } = found
    let from = at
    at = to
    if (token.singleWord && !standsAlone(text, from, to)) continue
    if (token.takesLeft) from = leftOfSpaces(text, from)
    from = Math.max(from, done)
    if (token.takesRight) to = rightOfSpaces(text, to)
    if (done < from) out.push({ source: source.slice(done, from), token: null })
    out.push({ source: source.slice(from, to), token })
    done = to
    at = Math.max(at, done)
  }
  if (done < text.length) out.push({ source: source.slice(done, text.length), token: null })
  return out
}

/** Cuts added tokens out of a text: first in the raw text, then, what is left normalized, in that. */
export function addedTokenCutter(tokens: readonly AddedToken[], normalize: Normalizer): (text: string) => Segment[] {
  const raw = new TokenTree()
  const normalized = new TokenTree()
  const sought = tokens.filter((each) => each.inText)
  for (const token of [...sought.filter((each) => each.special), ...sought.filter((each) => !each.special)]) {
    if (token.normalized) normalized.add(normalize(Aligned.from(token.content)).text, token)
    else raw.add(token.content, token)
  }
  return (text) =>
    cut(Aligned.from(text), raw).flatMap((segment) =>
      segment.token || segment.source.text === '' ? [segment] : cut(normalize(segment.source), normalized),
    )
}
