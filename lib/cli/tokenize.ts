/* `vitrine tokenize`: texts to ids and offsets, or ids to text, a JSON line each. */
import type { EngineTokenizer } from '../engine/types'
import { EXIT, refused, type Surroundings } from './command'
import { readRows, type Row } from './json-lines'
import { readOptions } from './options'
import { openTokenizer } from './tokenizer-place'

function optional<T>(row: Row, name: string, type: 'string' | 'boolean', line: number): T | undefined {
  const value = row[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== type) throw refused(`Line ${line}: ${name} should be ${type === 'string' ? 'a text' : 'true or false'}.`)
  return value as T
}

function encode(tokenizer: EngineTokenizer, row: Row, line: number): object {
  const text = optional<string>(row, 'text', 'string', line)
  if (text === undefined) throw refused(`Line ${line} has no text.`)
  const pair = optional<string>(row, 'pair', 'string', line)
  const addSpecialTokens = optional<boolean>(row, 'add_special_tokens', 'boolean', line) ?? true
  const { ids, tokens, offsets } = tokenizer.encode(text, { addSpecialTokens, ...(pair !== undefined && { pair }) })
  return { ids, tokens, offsets }
}

function decode(tokenizer: EngineTokenizer, row: Row, line: number): object {
  const { ids } = row
  if (!Array.isArray(ids) || !ids.every((id) => Number.isInteger(id))) throw refused(`Line ${line}: ids should be a list of whole numbers.`)
  return {
    text: tokenizer.decode(ids as number[], { skipSpecialTokens: optional<boolean>(row, 'skip_special_tokens', 'boolean', line) ?? false }),
  }
}

export async function tokenize(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, { decode: { type: 'boolean' } }, [1, 2, 'A TOKENIZER and at most one FILE'])
  const [place, file] = options.positionals
  const tokenizer = await openTokenizer(around, place!)
  const convert = options.flag('decode') ? decode : encode
  const rows = await readRows(around, file)
  around.out(rows.map((row, i) => `${JSON.stringify(convert(tokenizer, row, i + 1))}\n`).join(''))
  return EXIT.ok
}
