/* The bundle's entry: joins the verbs to this process. Everything that belongs to Node's process is here and nowhere else. */
import { realpathSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Surroundings } from './command'
import { main } from './main'

function surroundings(signal: AbortSignal): Surroundings {
  return {
    out: (words) => void process.stdout.write(words),
    err: (words) => void process.stderr.write(words),
    input: () => text(process.stdin),
    folder: process.cwd(),
    now: () => performance.now(),
    watched: process.stderr.isTTY === true,
    signal,
  }
}

const flushed = (stream: NodeJS.WriteStream): Promise<void> => new Promise((resolve) => stream.write('', () => resolve()))

export async function start(args: readonly string[]): Promise<void> {
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort(new Error('Interrupted.')))
  // A reader that has seen enough (`| head`) ends the run quietly.
  process.stdout.on('error', () => process.exit(0))
  const code = await main(args, surroundings(interrupt.signal))
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  // Threads of a backend would keep the process alive.
  process.exit(code)
}

const started = process.argv[1]
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) await start(process.argv.slice(2))
