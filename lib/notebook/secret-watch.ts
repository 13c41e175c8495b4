/* Secrets in a text that is looked at again after each change: where there were none, only what changed is read anew. */
import { secretsSentence, findSecrets } from './secrets'
import { stretchBetween } from './stretch'

/** Longer than any secret that is looked for: one that holds a changed place lies within this of it. */
const REACH = 32_768

export class SecretWatch {
  private clean = ''

  /** As `secretsSentence`. */
  sentence(text: string): string | null {
    if (findSecrets(changedPart(this.clean, text)).length === 0) {
      this.clean = text
      return null
    }
    const found = findSecrets(text)
    if (found.length === 0) this.clean = text
    return secretsSentence(found)
  }
}

function changedPart(before: string, text: string): string {
  const { start, after } = stretchBetween(before, text)
  return text.slice(Math.max(0, start - REACH), after + REACH)
}
