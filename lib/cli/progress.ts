/* One line of progress on stderr, rewritten in place, and only where a person looks. */
import type { Surroundings } from './command'

const STEP = 0.1

export interface ProgressLine {
  show(share: number, words?: string): void
  clear(): void
}

export function progressLine(around: Surroundings): ProgressLine {
  let shown = -1
  return {
    show(share, words) {
      if (!around.watched || (share < 1 && share - shown < STEP)) return
      shown = share
      around.err(`\r\x1b[K${Math.round(share * 100)} % ${words ?? ''}`)
    },
    clear() {
      if (around.watched && shown >= 0) around.err('\r\x1b[K')
    },
  }
}
