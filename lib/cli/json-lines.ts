/* JSON lines: one object in, one object out. */
import { refused, type Surroundings } from './command'
import { parseJson, readText } from './folders'

export type Row = Readonly<Record<string, unknown>>

export async function readRows(around: Surroundings, file: string | undefined): Promise<Row[]> {
  const text = file === undefined ? await around.input() : await readText(around, file)
  const name = file ?? 'stdin'
  return text
    .split('\n')
    .map((line, i) => ({ line, where: `${name}, line ${i + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, where }) => {
      const value = parseJson(line, where)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(`${where} should be an object.`)
      return value as Row
    })
}
