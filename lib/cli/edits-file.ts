/* Interventions for `trace --edit`: a JSON file in the form of the engine's edits; tensors it names come from the safetensors file beside it. */
import { readSafetensors } from '../engine/safetensors'
import type { Edit } from '../engine/types'
import { reading, refused, type Surroundings } from './command'
import { exists, readBytes, readJson } from './folders'

const OPERATIONS = ['zero', 'mean', 'set', 'add', 'scale', 'replace'] as const
type Values = ReadonlyMap<string, { readonly data: Float32Array }>

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** `F.json` or `F.json:NAME`. */
function splitName(around: Surroundings, given: string): { file: string; name?: string } {
  const colon = given.lastIndexOf(':')
  if (colon <= 0 || exists(around, given)) return { file: given }
  return { file: given.slice(0, colon), name: given.slice(colon + 1) }
}

function pickCase(value: unknown, file: string, name: string | undefined): unknown {
  if (!isRecord(value)) throw refused(`${file} should hold an object with edits.`)
  if (name === undefined) {
    if (value['edits'] === undefined && value['cases'] !== undefined)
      throw refused(`${file} holds several cases; pick one with ${file}:NAME.`)
    return value['edits']
  }
  const cases = Array.isArray(value['cases']) ? value['cases'].filter(isRecord) : []
  const found = cases.find((one) => one['name'] === name)
  if (!found)
    throw refused(`${file} has no case named “${name}”.`, `Cases: ${cases.map((one) => String(one['name'])).join(', ') || 'none'}.`)
  return found['edits']
}

function indices(value: unknown, where: string): readonly number[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value) || !value.every((index) => Number.isInteger(index) && (index as number) >= 0))
    throw refused(`${where} should be a list of whole numbers.`)
  return value as number[]
}

function readEdit(value: unknown, where: string, tensor: (name: string, where: string) => Float32Array): Edit {
  if (!isRecord(value)) throw refused(`${where} should be an object.`)
  const { at, op, value: amount, purpose } = value
  if (typeof at !== 'string') throw refused(`${where}.at should be a hook name.`)
  const operation = OPERATIONS.find((one) => one === op)
  if (!operation) throw refused(`${where}.op should be one of ${OPERATIONS.join(', ')}; found ${JSON.stringify(op)}.`)
  const heads = indices(value['heads'], `${where}.heads`)
  const positions = indices(value['positions'], `${where}.positions`)
  const dims = indices(value['dims'], `${where}.dims`)
  if (amount !== undefined && typeof amount !== 'number' && typeof amount !== 'string')
    throw refused(`${where}.value should be a number or the name of a tensor.`)
  return {
    at,
    op: operation,
    ...(heads && { heads }),
    ...(positions && { positions }),
    ...(dims && { dims }),
    ...(amount !== undefined && { value: typeof amount === 'string' ? tensor(amount, where) : amount }),
    ...(typeof purpose === 'string' && { purpose }),
  }
}

const namesTensor = (edits: readonly unknown[]): boolean => edits.some((edit) => isRecord(edit) && typeof edit['value'] === 'string')

export async function readEdits(around: Surroundings, given: string): Promise<Edit[]> {
  const { file, name } = splitName(around, given)
  const edits = pickCase(await readJson(around, file), file, name)
  if (!Array.isArray(edits)) throw refused(`${given}: edits should be a list.`)
  const beside = file.replace(/\.json$/i, '') + '.safetensors'
  const values: Values = namesTensor(edits)
    ? await reading(async () => readSafetensors(await readBytes(around, beside), beside))
    : new Map()
  const tensor = (wanted: string, where: string): Float32Array => {
    const found = values.get(wanted)
    if (!found) throw refused(`${where}.value names the tensor ${wanted}, which ${beside} does not hold.`)
    return found.data
  }
  return edits.map((edit, i) => readEdit(edit, `${given}: edits[${i}]`, tensor))
}
