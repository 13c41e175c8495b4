/* A pattern as a program of small steps (Thompson 1968): what a machine with many readers at once can follow. */
import { NodeFailure } from '../../../graph/states'
import type { CharTest, Parsed, Place, Tree } from './tree'

export type Step =
  | { readonly do: 'char'; readonly test: CharTest }
  /** Both ways are followed; the first is preferred. */
  | { readonly do: 'fork'; first: number; second: number }
  | { readonly do: 'jump'; to: number }
  | { readonly do: 'mark'; readonly slot: number }
  | { readonly do: 'place'; readonly place: Place }
  | { readonly do: 'done' }

export interface Program {
  readonly steps: readonly Step[]
  readonly names: readonly (string | null)[]
  readonly multiline: boolean
}

const MOST_STEPS = 5000

export function programOf({ tree, names, multiline }: Parsed): Program {
  const steps: Step[] = []
  emit(tree, steps)
  push(steps, { do: 'done' })
  return { steps, names, multiline }
}

function push<S extends Step>(steps: Step[], step: S): S {
  if (steps.length >= MOST_STEPS)
    throw new NodeFailure('bad-pattern', `The pattern unfolds into more than ${MOST_STEPS} steps.`, {
      port: 'pattern',
      hint: 'Ask for fewer repeats.',
    })
  steps.push(step)
  return step
}

function emit(tree: Tree, steps: Step[]): void {
  switch (tree.is) {
    case 'char':
      push(steps, { do: 'char', test: tree.test })
      return
    case 'place':
      push(steps, { do: 'place', place: tree.place })
      return
    case 'all':
      for (const part of tree.parts) emit(part, steps)
      return
    case 'one of':
      emitChoice(tree.parts, steps)
      return
    case 'group':
      push(steps, { do: 'mark', slot: 2 * tree.number })
      emit(tree.part, steps)
      push(steps, { do: 'mark', slot: 2 * tree.number + 1 })
      return
    case 'repeat':
      emitRepeat(tree, steps)
  }
}

function emitChoice(parts: readonly Tree[], steps: Step[]): void {
  const ends: { to: number }[] = []
  for (const [place, part] of parts.entries()) {
    if (place === parts.length - 1) {
      emit(part, steps)
      break
    }
    const fork = push(steps, { do: 'fork', first: steps.length + 1, second: 0 })
    emit(part, steps)
    ends.push(push(steps, { do: 'jump', to: 0 }))
    fork.second = steps.length
  }
  for (const end of ends) end.to = steps.length
}

function emitRepeat({ part, least, most, lazy }: Extract<Tree, { is: 'repeat' }>, steps: Step[]): void {
  for (let round = 0; round < least; round++) {
    const before = steps.length
    emit(part, steps)
    // Nothing, a thousand times, is nothing.
    if (steps.length === before) return
  }
  if (most === Infinity) {
    const start = steps.length
    const fork = push(steps, { do: 'fork', first: 0, second: 0 })
    emit(part, steps)
    push(steps, { do: 'jump', to: start })
    lead(fork, start + 1, steps.length, lazy)
    return
  }
  const forks: { at: number; fork: { first: number; second: number } }[] = []
  for (let round = least; round < most; round++) {
    forks.push({ at: steps.length, fork: push(steps, { do: 'fork', first: 0, second: 0 }) })
    emit(part, steps)
  }
  for (const { at, fork } of forks) lead(fork, at + 1, steps.length, lazy)
}

function lead(fork: { first: number; second: number }, into: number, past: number, lazy: boolean): void {
  fork.first = lazy ? past : into
  fork.second = lazy ? into : past
}
