/*
 * The key of a run: everything its result can depend on, part by part, so that a change can be told in words.
 * Node ids are no part of it (a renamed or copied node finds its result again); the seed is where chance is used.
 */
import { hashParts } from '../hash'
import { refText, type Ref } from '../graph'
import { isLongText, textPart } from '../text-digest'
import type { Made } from './memo'

export interface KeyPart {
  readonly words: string
  /** Canonical. */
  readonly text: string
  /** What stands for a long text in the key. */
  readonly digest?: string
}
/** By slot. */
export type KeyParts = ReadonlyMap<string, KeyPart>

export interface KeySource {
  readonly kind: string
  readonly version: number
  readonly params: Readonly<Record<string, unknown>>
  readonly paramTexts: readonly (readonly [string, string])[]
  readonly inputs: Readonly<Record<string, readonly Ref[]>>
  /** Result of the node a wire comes from. */
  readonly made: (ref: Ref) => Made
  readonly seed?: number
  readonly viewerInput?: string
  /** Of kinds that reach outside: no two runs are the same. */
  readonly turn?: string
}

export function keyParts(source: KeySource): KeyParts {
  const parts = new Map<string, KeyPart>()
  parts.set('kind', { words: 'kind', text: `${source.kind}@${source.version}` })
  for (const [name, text] of source.paramTexts) {
    const value = source.params[name]
    parts.set(`param ${name}`, { words: name, text, ...(isLongText(value) ? { digest: textPart(value) } : {}) })
  }
  for (const port of Object.keys(source.inputs).sort()) {
    const words: string[] = []
    const hashes: string[] = []
    for (const ref of source.inputs[port] ?? []) {
      const hash = source.made(ref).outputs[ref.port]?.hash
      if (hash === undefined) continue // an optional output that was not made is as good as no wire
      words.push(refText(ref))
      hashes.push(hash)
    }
    if (words.length > 0) parts.set(`port ${port}`, { words: words.join(', '), text: hashes.join(' ') })
  }
  if (source.seed !== undefined) parts.set('seed', { words: 'seed', text: String(source.seed) })
  if (source.viewerInput !== undefined) parts.set('viewer', { words: 'viewer input', text: source.viewerInput })
  if (source.turn !== undefined) parts.set('turn', { words: 'asked to run', text: source.turn })
  return parts
}

export function keyOf(parts: KeyParts): string {
  const list: string[] = []
  for (const [slot, part] of parts) list.push(slot, part.digest ?? part.text)
  return hashParts([JSON.stringify(list)])
}

/** The parts that differ, in words; undefined where there was no run before. */
export function changedParts(before: KeyParts | undefined, now: KeyParts): readonly string[] | undefined {
  if (!before) return undefined
  const words: string[] = []
  for (const [slot, part] of now) if (before.get(slot)?.text !== part.text) words.push(part.words)
  for (const [slot, part] of before) if (!now.has(slot)) words.push(part.words)
  return words
}
