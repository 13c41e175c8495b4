/* Undo and redo: a stack of steps. Steps with one merge key in a row are one step (a slider's drag, a word being typed). */
import type { Operation } from './types'

export interface Step {
  /** What it did, as the menu says it: `Move tokens`. */
  readonly label: string
  readonly operations: readonly Operation[]
  readonly inverse: Operation
  /** Redoes the whole step at once; without it the operations are done again one by one, with the same result. */
  readonly again?: Operation
  readonly mergeKey?: string
}
export interface Replay {
  readonly label: string
  readonly operations: readonly Operation[]
}

const MOST_STEPS = 500

export class History {
  private past: Step[] = []
  private future: Step[] = []
  private open = false

  record(step: Step): void {
    const last = this.past.at(-1)
    this.future = []
    if (this.open && last && step.mergeKey !== undefined && last.mergeKey === step.mergeKey)
      this.past[this.past.length - 1] = merged(last, step)
    else this.past.push(step)
    if (this.past.length > MOST_STEPS) this.past.shift()
    this.open = true
  }

  /** Ends merging: the next step stands by itself even with the same key. */
  seal(): void {
    this.open = false
  }

  undo(): Replay | null {
    const step = this.past.pop()
    if (!step) return null
    this.open = false
    this.future.push(step)
    return { label: step.label, operations: [step.inverse] }
  }

  redo(): Replay | null {
    const step = this.future.pop()
    if (!step) return null
    this.open = false
    this.past.push(step)
    return { label: step.label, operations: step.again ? [step.again] : step.operations }
  }

  labels(): { readonly undo: string | null; readonly redo: string | null } {
    return { undo: this.past.at(-1)?.label ?? null, redo: this.future.at(-1)?.label ?? null }
  }
}

function merged(first: Step, next: Step): Step {
  const { again: _again, ...kept } = first
  return { ...kept, label: next.label, operations: [...first.operations, ...next.operations], ...(next.again ? { again: next.again } : {}) }
}
