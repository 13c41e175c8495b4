/* What went wrong, for a person. */

/** A sentence, and what to try where that is known. */
export function sentenceOf(cause: unknown): string {
  const { message, hint } = cause as { readonly message?: string; readonly hint?: string }
  return [message ?? String(cause), hint].filter(Boolean).join(' ')
}
