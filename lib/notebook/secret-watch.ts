/* Secrets in a text that is looked at again after each change: where there were none, only what changed is read anew. */
import { secretsSentence, findSecrets } from './secrets'

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

function changedPart(before: string, after: string): string {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++
  let same = 0
  while (same < most - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++
  return after.slice(Math.max(0, start - REACH), after.length - same + REACH)
}
