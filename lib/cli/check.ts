/* `vitrine check`: a notebook's problems by line and column. */
import { checkNotebook } from '../notebook'
import { EXIT, type Surroundings } from './command'
import { hasErrors, problemJson, problemLines, readNotebook } from './notebook-file'
import { choiceOption, readOptions } from './options'

export async function check(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, { format: { type: 'string' } }, [1, 1, 'FILE'])
  const format = choiceOption(options, 'format', ['json', 'text']) ?? 'text'
  const file = options.positionals[0] ?? ''
  const problems = checkNotebook(await readNotebook(around, file))
  const ok = !hasErrors(problems)
  if (format === 'json') around.out(`${JSON.stringify({ ok, problems: problemJson(problems) })}\n`)
  else around.out(problems.length === 0 ? `${file}: no problems.\n` : problemLines(file, problems))
  return ok ? EXIT.ok : EXIT.refused
}
