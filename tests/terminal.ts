/* A terminal for tests: collects what is said, gives what it is given. */
import type { Surroundings } from '../lib/cli/command'
import { main } from '../lib/cli/main'

export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `vitrine …args` in this process, from the project's folder. */
export async function vitrine(args: readonly string[], input = ''): Promise<Said> {
  const said = { out: '', err: '' }
  const around: Surroundings = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    input: async () => input,
    folder: process.cwd(),
    now: () => 0,
  }
  const code = await main(args, around)
  return { code, ...said }
}
