/*
 * Long work in steps: a generator that yields where its caller may breathe, stop or look at the clock. The work itself knows
 * neither signal nor clock.
 */

/** Yields often (well under a millisecond of work between two), returns what it made. */
export type Steps<Result> = Generator<void, Result>

/** Runs to the end at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Runs to the end, breathing at every step; what `breathe` rejects with ends the work. */
export async function breathing<Result>(steps: Steps<Result>, breathe: () => Promise<void>): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await breathe()
  }
}
