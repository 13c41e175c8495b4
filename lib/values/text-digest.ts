/* The hash of a long text, reckoned once: it is hashed as a text, and again as the source of the documents cut from it. */
import { hashParts } from '../graph/hash'

/** Shorter texts are hashed as they are. */
const LONG = 1 << 16
const KEPT = 8
const digests = new Map<string, string>()

/** What stands for a text among the parts that are hashed: itself, or for a long one its own hash. */
export function textPart(text: string): string {
  if (text.length < LONG) return text
  const known = digests.get(text)
  if (known !== undefined) return known
  const digest = `sha-256 of a text: ${hashParts([text])}`
  const oldest = digests.keys().next()
  if (digests.size >= KEPT && !oldest.done) digests.delete(oldest.value)
  digests.set(text, digest)
  return digest
}
