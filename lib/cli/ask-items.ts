/* The lines of a batch: read, checked and cut into tokens before the first is asked. */
import { refused, type Surroundings } from './command'
import { readRows, type Row } from './json-lines'
import type { Asked } from './answering'

export interface Item {
  /** Counted from 1, empty lines left out. */
  readonly place: number
  readonly prompt: string
  readonly answer?: string
  readonly family?: string
  readonly ids: readonly number[]
  /** Ids of prompt and answer as one text, where there is an answer. */
  readonly whole?: readonly number[]
}

export async function readItems(around: Surroundings, { model, tokenizer }: Asked, file: string): Promise<Item[]> {
  const rows = await readRows(around, file)
  if (rows.length === 0) throw refused(`${file} has no lines.`, 'Each line is {"prompt", "answer"?, "family"?}.')
  const most = model.spec.context
  return rows.map((row, index) => {
    const where = `${file}, item ${index + 1}`
    const prompt = textOf(row, 'prompt', where)
    if (prompt === undefined) throw refused(`${where} has no prompt.`, 'Each line is {"prompt", "answer"?, "family"?}.')
    const answer = textOf(row, 'answer', where)
    const family = textOf(row, 'family', where)
    const { ids } = tokenizer.encode(prompt)
    const whole = answer === undefined ? undefined : tokenizer.encode(prompt + answer).ids
    const length = Math.max(ids.length, whole?.length ?? 0)
    if (length > most) throw refused(`${where} has ${length} tokens; ${model.name} reads at most ${most}.`)
    if (ids.length === 0) throw refused(`${where} has no tokens to go on from.`)
    return {
      place: index + 1,
      prompt,
      ids,
      ...(answer !== undefined && { answer }),
      ...(family !== undefined && { family }),
      ...(whole && { whole }),
    }
  })
}

function textOf(row: Row, field: string, where: string): string | undefined {
  const value = row[field]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw refused(`${where}: ${field} should be a text.`)
  return value
}
