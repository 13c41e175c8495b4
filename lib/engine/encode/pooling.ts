/* How an encoder's rows become one vector, as the files of a sentence encoder say it (1_Pooling/config.json, modules.json). */
import { isObject, type JsonObject } from '../files/json'
import { EngineFailure, type FileSource, type Pooling } from '../types'

/** What sentence encoders do where nothing is said. */
export const usualPooling: Pooling = { by: 'mean', unit: true }

const MODES = [
  ['pooling_mode_cls_token', 'first'],
  ['pooling_mode_mean_tokens', 'mean'],
  ['pooling_mode_max_tokens', 'max'],
  ['pooling_mode_lasttoken', 'last'],
] as const

export async function readPooling(source: FileSource): Promise<Pooling> {
  const settings = await readPresent(source, '1_Pooling/config.json')
  if (!isObject(settings)) return usualPooling
  const modules = await readPresent(source, 'modules.json')
  if (Array.isArray(modules)) refuseMore(modules)
  return { by: modeOf(settings), unit: Array.isArray(modules) ? modules.some(isNormalize) : usualPooling.unit }
}

function modeOf(settings: JsonObject): Pooling['by'] {
  const chosen = MODES.filter(([key]) => settings[key] === true)
  if (chosen.length === 1) return chosen[0]![1]
  if (chosen.length === 0 && !Object.values(settings).includes(true)) return usualPooling.by
  throw new EngineFailure(
    'bad-config',
    '1_Pooling/config.json asks for a pooling that is not known; known are the first token, the mean, the largest and the last token.',
  )
}

/** Layers after the pooling would change every vector. */
function refuseMore(modules: readonly unknown[]): void {
  const known = /\.(Transformer|Pooling|Normalize)$/
  const strange = modules.find((module) => isObject(module) && typeof module.type === 'string' && !known.test(module.type))
  if (!isObject(strange)) return
  throw new EngineFailure(
    'bad-config',
    `modules.json asks for ${String(strange.type).split('.').at(-1)!.slice(0, 40)} (${String(strange.path).slice(0, 40)}) after the pooling, which is not applied here.`,
    'Known are Transformer, Pooling and Normalize. Without modules.json the model opens, and gives its pooled rows.',
  )
}

const isNormalize = (module: unknown): boolean => isObject(module) && typeof module.type === 'string' && module.type.endsWith('.Normalize')

async function readPresent(source: FileSource, file: string): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await source.read(file)))
  } catch (cause) {
    if (cause instanceof EngineFailure && cause.code === 'missing-file') return undefined
    if (cause instanceof EngineFailure) throw cause
    throw new EngineFailure('bad-json', `${file} is not valid JSON.`)
  }
}

/** rows [T, width] of real tokens → [width]. arXiv:1908.10084, section 3. */
export function pooledRows(rows: Float32Array, width: number, { by, unit }: Pooling): Float32Array {
  const count = rows.length / width
  const out = new Float32Array(width)
  if (by === 'first' || by === 'last') out.set(rows.subarray(by === 'first' ? 0 : rows.length - width).subarray(0, width))
  else for (let c = 0; c < width; c++) out[c] = by === 'mean' ? columnSum(rows, width, c) / count : columnMost(rows, width, c)
  return unit ? unitRow(out) : out
}

function columnSum(rows: Float32Array, width: number, column: number): number {
  let sum = 0
  for (let at = column; at < rows.length; at += width) sum += rows[at]!
  return sum
}

function columnMost(rows: Float32Array, width: number, column: number): number {
  let most = -Infinity
  for (let at = column; at < rows.length; at += width) most = Math.max(most, rows[at]!)
  return most
}

export function unitRow(row: Float32Array): Float32Array {
  const length = Math.max(1e-12, Math.sqrt(row.reduce((sum, x) => sum + x * x, 0)))
  return row.map((x) => x / length)
}
