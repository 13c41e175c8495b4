/* The table of verbs, and what is common to them: finding one, printing its failure, its exit code. */
import { redacted } from '../notebook'
import { CommandFailure, EXIT, sentenceOf, type Surroundings, type Verb } from './command'

/** One line a verb; lib/cli/verbs.json says what each is for. */
export const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  run: () => import('./run').then((verb) => verb.run),
  check: () => import('./check').then((verb) => verb.check),
  render: () => import('./render').then((verb) => verb.render),
  diff: () => import('./diff').then((verb) => verb.diff),
  migrate: () => import('./migrate').then((verb) => verb.migrate),
  new: () => import('./new').then((verb) => verb.startNew),
  trace: () => import('./trace').then((verb) => verb.trace),
  tokenize: () => import('./tokenize').then((verb) => verb.tokenize),
  generate: () => import('./generate').then((verb) => verb.generateText),
  ask: () => import('./ask').then((verb) => verb.ask),
  sample: () => import('./sample').then((verb) => verb.sample),
  shelf: () => import('./shelf').then((verb) => verb.shelf),
  export: () => import('./export').then((verb) => verb.exportModel),
  models: () => import('./models').then((verb) => verb.models),
}

/** Runs `vitrine …args`; gives the exit code and never throws. */
export async function main(args: readonly string[], given: Surroundings): Promise<number> {
  // what is said on stderr may end up in a log: no key goes with it
  const around: Surroundings = { ...given, err: (text) => given.err(redacted(text)) }
  const [name, ...rest] = args
  const load = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (!load) {
    around.err(`vitrine: there is no verb “${name ?? ''}”. Verbs: ${Object.keys(verbs).join(', ')}.\n`)
    return EXIT.refused
  }
  try {
    return await (
      await load()
    )(rest, around)
  } catch (cause) {
    const { message, hint } = sentenceOf(cause)
    around.err(`vitrine ${name}: ${message}${hint ? ` ${hint}` : ''}\n`)
    return cause instanceof CommandFailure ? cause.exit : EXIT.failed
  }
}
