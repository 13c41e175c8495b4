/* The prompt of `trace` and `generate`: a text, ids, a file of ids, or a conversation; exactly one of them. */
import type { EngineTokenizer } from '../engine/types'
import { reading, refused, type Surroundings } from './command'
import { readJson } from './folders'
import { readIds, type Options } from './options'
import { openTokenizer } from './tokenizer-place'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function idList(value: unknown, where: string): number[] {
  // A batch of one is the same as the one.
  const row = Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) ? (value[0] as unknown[]) : value
  if (!Array.isArray(row) || !row.every((id) => Number.isInteger(id) && (id as number) >= 0))
    throw refused(`${where} should be a list of token ids.`)
  return row as number[]
}

/** Models that read from left to right take whole prompts only. */
function refuseMask(inputs: Record<string, unknown>, file: string): void {
  const mask = inputs['attention_mask']
  if (mask === undefined) return
  if (idList(mask, `attention_mask in ${file}`).some((one) => one !== 1)) {
    throw refused(
      `${file}: attention_mask hides some tokens, which is not possible with these models.`,
      'Leave the padding out of input_ids.',
    )
  }
}

async function idsOfFile(around: Surroundings, file: string): Promise<number[]> {
  const value = await readJson(around, file)
  if (Array.isArray(value)) return idList(value, file)
  const inputs = isRecord(value) && isRecord(value['inputs']) ? value['inputs'] : value
  if (!isRecord(inputs) || inputs['input_ids'] === undefined)
    throw refused(`${file} should hold a list of ids, or an object with input_ids.`)
  refuseMask(inputs, file)
  return idList(inputs['input_ids'], `input_ids in ${file}`)
}

async function idsOfMessages(around: Surroundings, tokenizer: EngineTokenizer, file: string): Promise<number[]> {
  const value = await readJson(around, file)
  const messages = isRecord(value) ? value['messages'] : value
  const fits = (one: unknown): one is { role: string; content: string } =>
    isRecord(one) && typeof one['role'] === 'string' && typeof one['content'] === 'string'
  if (!Array.isArray(messages) || !messages.every(fits)) throw refused(`${file} should hold a list of {"role", "content"}.`)
  return reading(() => [...tokenizer.encode(tokenizer.renderChat(messages, true), { addSpecialTokens: false }).ids])
}

/** The ids of a prompt. `model` is opened for its tokenizer only where the prompt needs one. */
export async function readPrompt(
  around: Surroundings,
  options: Options,
  model: string,
  kinds: readonly string[],
): Promise<readonly number[]> {
  const given = kinds.filter((kind) => options.text(kind) !== undefined)
  const all = kinds.map((kind) => `--${kind}`).join(', ')
  if (given.length !== 1) throw refused(given.length === 0 ? `A prompt is missing: one of ${all}.` : `Only one of ${all} can be given.`)
  const kind = given[0]!
  const value = options.text(kind)!
  if (kind === 'ids') return readIds(value, '--ids')
  if (kind === 'ids-file') return idsOfFile(around, value)
  const tokenizer = await openTokenizer(around, model)
  if (kind === 'messages') return idsOfMessages(around, tokenizer, value)
  return tokenizer.encode(value).ids
}
