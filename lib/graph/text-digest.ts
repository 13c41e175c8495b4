/* The hash of a long text, reckoned once: as a param it is part of a key, then it is hashed as a text, and again as a source of documents. */
import { hashParts } from './hash'

/** Shorter texts are hashed as they are. */
const LONG = 1 << 16
export const isLongText = (value: unknown): value is string => typeof value === 'string' && value.length >= LONG
const KEPT = 8
const digests = new Map<string, string>()

/** What stands for a text among the parts that are hashed: itself, or for a long one its own hash. */
export function textPart(text: string): string {
  if (!isLongText(text)) return text
  const known = digests.get(text)
  if (known !== undefined) return known
  const digest = `sha-256 of a text: ${hashParts([text])}`
  const oldest = digests.keys().next()
  if (digests.size >= KEPT && !oldest.done) digests.delete(oldest.value)
  digests.set(text, digest)
  return digest
}
