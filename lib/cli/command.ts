/* What every verb is made of: its surroundings, its exit codes, its way to refuse. */

/** The outside world, handed in so that tests can look. */
export interface Surroundings {
  /** Everything that stdout gets; JSON is the only thing that programs read there. */
  out(text: string): void
  /** Progress and sentences. */
  err(text: string): void
  /** All of stdin. */
  input(): Promise<string>
  readonly folder: string
  /** Milliseconds from some beginning. */
  now(): number
  /** Whether stderr is a terminal. */
  readonly watched?: boolean
  readonly signal?: AbortSignal
}

export const EXIT = { ok: 0, failed: 1, refused: 2, assertion: 3 } as const

export type Verb = (args: readonly string[], around: Surroundings) => Promise<number>

/** A sentence for the terminal, with the exit code that goes with it. */
export class CommandFailure extends Error {
  constructor(
    readonly exit: number,
    message: string,
    readonly hint?: string,
  ) {
    super(message)
    this.name = 'CommandFailure'
  }
}

/** Bad arguments or unreadable files. */
export const refused = (message: string, hint?: string): CommandFailure => new CommandFailure(EXIT.refused, message, hint)

/** A failure's own sentence, whatever room it comes from. */
export function sentenceOf(cause: unknown): { message: string; hint?: string } {
  if (!(cause instanceof Error)) return { message: String(cause) }
  const { hint } = cause as { hint?: unknown }
  return { message: cause.message, ...(typeof hint === 'string' && { hint }) }
}

/** What fails inside is a bad file or argument: exit code 2. */
export async function reading<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof CommandFailure) throw cause
    const { message, hint } = sentenceOf(cause)
    throw refused(message, hint)
  }
}
