/* `vitrine diff`: what changed between two notebooks, as operations in words. */
import { diffNotebooks } from '../notebook'
import { EXIT, type Surroundings } from './command'
import { readNotebook } from './notebook-file'
import { choiceOption, readOptions } from './options'

export async function diff(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, { format: { type: 'string' } }, [2, 2, 'Two files'])
  const format = choiceOption(options, 'format', ['json', 'text']) ?? 'text'
  const [a = '', b = ''] = options.positionals
  const [before, after] = await Promise.all([readNotebook(around, a), readNotebook(around, b)])
  const changes = diffNotebooks(before, after)
  // what no word is found for is still a difference
  const equal = before.source === after.source
  const said =
    changes.length > 0 || equal ? changes : [{ op: 'set-source', words: 'The files are written differently; they say the same.' }]
  if (format === 'json') around.out(`${JSON.stringify({ equal, changes: said })}\n`)
  else around.out(equal ? 'No differences.\n' : said.map((change) => `${change.words}\n`).join(''))
  return equal ? EXIT.ok : EXIT.failed
}
