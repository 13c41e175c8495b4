/* Command lines read strictly: what is not known, doubled or of the wrong form is a sentence and exit code 2. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { refused } from './command'

export type OptionTable = NonNullable<ParseArgsConfig['options']>

export interface Options {
  readonly positionals: readonly string[]
  text(name: string): string | undefined
  texts(name: string): readonly string[]
  flag(name: string): boolean
}

/** `wanted`: how many words besides options, as [least, most], and what they are. */
export function readOptions(
  args: readonly string[],
  table: OptionTable,
  wanted: readonly [least: number, most: number, words: string],
): Options {
  const { values, positionals } = parse(args, table)
  const [least, most, words] = wanted
  if (positionals.length < least || positionals.length > most) {
    const extra = positionals.slice(most).map((word) => `“${word}”`)
    throw refused(extra.length > 0 ? `${words} expected; ${extra.join(', ')} is too much.` : `${words} is missing.`)
  }
  return {
    positionals,
    text: (name) => lastOf(values[name]),
    texts: (name) => (Array.isArray(values[name]) ? values[name].filter((value) => typeof value === 'string') : []),
    flag: (name) => values[name] === true,
  }
}

function parse(args: readonly string[], table: OptionTable) {
  try {
    return parseArgs({ args: [...args], options: table, allowPositionals: true, strict: true })
  } catch (cause) {
    throw refused(sentenceFor(cause, table))
  }
}

function sentenceFor(cause: unknown, table: OptionTable): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const name = /'(-{1,2}[^' ]+)/.exec(message)?.[1]
  const { code } = cause as { code?: unknown }
  const known = Object.keys(table)
    .map((option) => `--${option}`)
    .join(', ')
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${name}. Options: ${known || 'none'}.`
  return `${message.replace(/\.$/, '')}.`
}

function lastOf(value: unknown): string | undefined {
  const last: unknown = Array.isArray(value) ? value[value.length - 1] : value
  return typeof last === 'string' ? last : undefined
}

export function numberOption(options: Options, name: string, test: (value: number) => boolean, words: string): number | undefined {
  const text = options.text(name)
  if (text === undefined) return undefined
  const value = text.trim() === '' ? NaN : Number(text)
  if (!Number.isFinite(value) || !test(value)) throw refused(`--${name} should be ${words}; found “${text}”.`)
  return value
}

export function choiceOption<T extends string>(options: Options, name: string, choices: readonly T[]): T | undefined {
  const text = options.text(name)
  if (text === undefined) return undefined
  const found = choices.find((choice) => choice === text)
  if (!found) throw refused(`--${name} should be ${choices.join(' or ')}; found “${text}”.`)
  return found
}

/** `1,2,3`. */
export function readIds(text: string, where: string): number[] {
  const ids = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : NaN))
  if (ids.some(Number.isNaN)) throw refused(`${where} should be whole numbers with commas between them; found “${text}”.`)
  return ids
}
