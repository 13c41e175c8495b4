// What `vitrine --help` and `vitrine VERB --help` print, made from the table of verbs without loading anything else.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'

const verbs = () => JSON.parse(readFileSync(path.join(root, 'lib', 'cli', 'verbs.json'), 'utf8'))

const columns = (rows) => {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}

/** The whole list, or one verb; undefined where there is no such verb. */
export function help(name) {
  const all = verbs()
  if (name === undefined) {
    const list = columns(all.map((verb) => [verb.name, verb.summary]))
    return `vitrine: live notebooks of nodes over language models, in the terminal.\n\n${list}\n\nvitrine VERB --help says more. JSON goes to stdout, progress to stderr.\nExit codes: 0 fine, 1 a node or a run failed, 2 a bad file or arguments, 3 an assertion failed.\n`
  }
  const verb = all.find((one) => one.name === name)
  if (!verb) return undefined
  const options = verb.options.length > 0 ? `\n${columns(verb.options)}\n` : ''
  const model = verb.usage.includes(' MODEL') ? '\nMODEL is a folder with config.json, or a name that `vitrine models` lists.\n' : ''
  return `vitrine ${verb.usage}\n\n${verb.summary}\n${model}${options}`
}
