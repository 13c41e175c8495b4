/* The prompt of `trace` and `generate`: a text, ids, a file of ids, or a conversation; exactly one of them. */
import { contentText, notText } from '../engine/chat/content'
import type { ChatMessage, EngineTokenizer } from '../engine/types'
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

/** What one forward pass reads: ids, and beside them what an ids file may bring. */
export interface Prompt {
  readonly ids: readonly number[]
  readonly attentionMask?: readonly number[]
  readonly tokenTypes?: readonly number[]
}

async function promptOfFile(around: Surroundings, file: string): Promise<Prompt> {
  const value = await readJson(around, file)
  if (Array.isArray(value)) return { ids: idList(value, file) }
  const inputs = isRecord(value) && isRecord(value['inputs']) ? value['inputs'] : value
  if (!isRecord(inputs) || inputs['input_ids'] === undefined)
    throw refused(`${file} should hold a list of ids, or an object with input_ids.`)
  const list = (name: string) => (inputs[name] === undefined ? undefined : idList(inputs[name], `${name} in ${file}`))
  return { ids: list('input_ids')!, attentionMask: list('attention_mask'), tokenTypes: list('token_type_ids') }
}

async function idsOfMessages(around: Surroundings, tokenizer: EngineTokenizer, file: string): Promise<number[]> {
  const value = await readJson(around, file)
  const messages = isRecord(value) ? value['messages'] : value
  if (!Array.isArray(messages)) throw refused(`${file} should hold a list of {"role", "content"}.`)
  const turns = messages.map((message, place) => turnOf(message, place, file))
  return reading(() => [...tokenizer.encode(tokenizer.renderChat(turns, true), { addSpecialTokens: false }).ids])
}

function turnOf(message: unknown, place: number, file: string): ChatMessage {
  const whole = isRecord(message) && (message['content'] !== undefined || message['tool_calls'] !== undefined)
  if (!whole || typeof message['role'] !== 'string') throw refused(`${file} should hold a list of {"role", "content"}.`)
  const { role, content, ...more } = message
  const strange = notText(content, more)
  if (strange !== null) throw refused(`${file}: turn ${place + 1}, of the ${role}, holds ${strange}; turns hold text alone here.`)
  return { ...more, role, content: contentText(content) }
}

/** `model` is opened for its tokenizer only where the prompt needs one. */
export async function readPrompt(around: Surroundings, options: Options, model: string, kinds: readonly string[]): Promise<Prompt> {
  const given = kinds.filter((kind) => options.text(kind) !== undefined)
  const all = kinds.map((kind) => `--${kind}`).join(', ')
  if (given.length !== 1) throw refused(given.length === 0 ? `A prompt is missing: one of ${all}.` : `Only one of ${all} can be given.`)
  const kind = given[0]!
  const value = options.text(kind)!
  if (kind === 'ids') return { ids: readIds(value, '--ids') }
  if (kind === 'ids-file') return promptOfFile(around, value)
  const tokenizer = await openTokenizer(around, model)
  if (kind === 'messages') return { ids: await idsOfMessages(around, tokenizer, value) }
  return { ids: tokenizer.encode(value).ids }
}
