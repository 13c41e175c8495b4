/*
 * Conversations as they lie in files for training: OpenAI's `messages`, ShareGPT's `conversations`, Alpaca's instruction, input and
 * output. All become one column of messages, each with its role and content; the other columns stay.
 */
import type { Json } from '../retrieval/json'
import { isRecord, Notes, type Grid } from './grid'

export type ChatForm = 'OpenAI' | 'ShareGPT' | 'Alpaca'

interface Message {
  readonly role: string
  readonly content: Json
  readonly [more: string]: Json
}

const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  gpt: 'assistant',
  bing: 'assistant',
  chatgpt: 'assistant',
  observation: 'tool',
  function_call: 'assistant',
}

export function readChats(grid: Grid, name: string): { readonly grid: Grid; readonly form: ChatForm | null } {
  const form = formOf(grid)
  if (!form) return { grid, form }
  const notes = new Notes(name)
  const at = grid.names.indexOf(form === 'OpenAI' ? 'messages' : 'conversations')
  const read = grid.rows.map((row, place) => {
    const made = form === 'Alpaca' ? fromAlpaca(grid.names, row) : turnsOf(row[at] ?? null, form)
    if (typeof made !== 'string') return made
    notes.add(`${name}, row ${place + 1} is no conversation: ${made}; its messages are empty.`)
    return null
  })
  const names = form === 'Alpaca' ? [...grid.names, 'messages'] : grid.names.map((own, place) => (place === at ? 'messages' : own))
  const rows = grid.rows.map((row, place) =>
    form === 'Alpaca' ? [...row, read[place]!] : row.map((cell, column) => (column === at ? read[place]! : cell)),
  )
  return { form, grid: { ...grid, names, rows, problems: [...grid.problems, ...notes.all()] } }
}

/** By the columns, and by the first row that has something there. */
function formOf({ names, rows }: Grid): ChatForm | null {
  const first = (name: string): Json => {
    const at = names.indexOf(name)
    return at < 0 ? null : (rows.find((row) => row[at] !== null)?.[at] ?? null)
  }
  const listOf = (value: Json, ...keys: readonly string[]): boolean => {
    const entry = Array.isArray(value) ? (value as readonly Json[])[0] : undefined
    return isRecord(entry) && keys.every((key) => Object.hasOwn(entry, key))
  }
  if (listOf(first('messages'), 'role')) return 'OpenAI'
  if (names.includes('messages')) return null
  if (listOf(first('conversations'), 'from', 'value')) return 'ShareGPT'
  return typeof first('instruction') === 'string' && typeof first('output') === 'string' ? 'Alpaca' : null
}

/** A sentence's end where it is none. */
function turnsOf(value: Json, form: 'OpenAI' | 'ShareGPT'): Message[] | string {
  if (!Array.isArray(value)) return 'there is no list'
  const messages: Message[] = []
  for (const [at, turn] of (value as readonly Json[]).entries()) {
    if (!isRecord(turn)) return `turn ${at + 1} is no record`
    const { [form === 'OpenAI' ? 'role' : 'from']: role, [form === 'OpenAI' ? 'content' : 'value']: content, ...more } = turn
    if (typeof role !== 'string') return `turn ${at + 1} has no ${form === 'OpenAI' ? 'role' : 'from'}`
    // A turn of tool calls alone has no content.
    if (content === undefined && !Object.hasOwn(more, 'tool_calls'))
      return `turn ${at + 1} has no ${form === 'OpenAI' ? 'content' : 'value'}`
    messages.push({ role: form === 'OpenAI' ? role : (ROLES[role] ?? role), content: content ?? '', ...(form === 'OpenAI' ? more : {}) })
  }
  return messages.length > 0 ? messages : 'it has no turns'
}

/** As its authors join the two: the input stands below the instruction, a blank line between. */
function fromAlpaca(names: readonly string[], row: readonly Json[]): Message[] | string {
  const cell = (name: string): Json => row[names.indexOf(name)] ?? null
  const [instruction, input, output, system] = ['instruction', 'input', 'output', 'system'].map(cell)
  if (typeof instruction !== 'string') return 'it has no instruction'
  if (typeof output !== 'string') return 'it has no output'
  const asked = typeof input === 'string' && input !== '' ? `${instruction}\n\n${input}` : instruction
  const before = typeof system === 'string' && system !== '' ? [{ role: 'system', content: system }] : []
  return [...before, { role: 'user', content: asked }, { role: 'assistant', content: output }]
}
