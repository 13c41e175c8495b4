/*
 * Reads the weights that were found, in a few large pieces of their files, and holds them plain or as they are packed. Every byte is
 * hashed on the way, and a NaN or an infinity refuses the model before anything is computed with it.
 */
import { elementCount, unflatten } from '../tensor'
import { arrangeRows } from './arrange'
import { digestBytes } from './digest'
import { readBytes } from './files/ranges'
import type { FoundWeight } from './find-weights'
import type { StoredWeight } from './model-file'
import { shapeText } from './sentences'
import { StoredWeights, type HeldWeight } from './stored-weights'
import { EngineFailure, type FileSource } from './types'
import { firstBad, weightType, widenWeight } from './weight-types'
import type { WeightStore } from './weights'

export interface ReadOptions {
  readonly signal?: AbortSignal
  /** Share of the bytes, from 0 to 1, and what is read. */
  readonly progress?: (share: number, words?: string) => void
}

export interface ReadWeights {
  readonly weights: WeightStore
  /** One digest a weight, in the order of the needs: name, type, shape and bytes. */
  readonly digests: readonly string[]
}

/** Weights up to this size are kept plain, where packing would not save much. */
const PLAIN_BYTES = 256e6
const LARGEST_PIECE = 16 * 2 ** 20
const LARGEST_GAP = 2 ** 16

export async function readWeights(
  source: FileSource,
  found: readonly FoundWeight[],
  all: ReadonlyMap<string, StoredWeight>,
  options: ReadOptions,
): Promise<ReadWeights> {
  const wanted = [...new Set(found.map(({ stored }) => stored))]
  const scales = [...new Set(wanted.map(({ arrangement }) => (arrangement?.kind === 'scaled' ? all.get(arrangement.by)! : null)))]
  const bytes = await readAll(source, [...wanted, ...scales.filter((scale) => scale !== null)], options)
  const digests = await Promise.all(found.map(({ stored }) => digestOf(stored, bytes.get(stored)!)))
  options.signal?.throwIfAborted()
  const held = new Map<StoredWeight, HeldWeight>()
  for (const stored of wanted) held.set(stored, hold(stored, bytes, all))
  const weights = new StoredWeights(new Map(found.map(({ need, stored }) => [need.name, held.get(stored)!])))
  return { weights: keptPacked(found) ? weights : weights.plain(), digests }
}

/** Whether weights are held as their files pack them. */
export function keptPacked(found: readonly FoundWeight[]): boolean {
  const parameters = found.reduce((sum, { need }) => sum + elementCount(need.shape), 0)
  return 4 * parameters > PLAIN_BYTES || inBlocks(found)
}

/** Whether some weights are stored in less than 16 bits a number. */
export const inBlocks = (found: readonly FoundWeight[]): boolean => found.some(({ stored: { type } }) => bytesEach(type) < 2)

export const packedBytes = (found: readonly FoundWeight[]): number =>
  [...new Set(found.map(({ stored }) => stored))].reduce((sum, { begin, end }) => sum + end - begin, 0)

const bytesEach = (type: string): number => weightType(type)!.bytes / weightType(type)!.values

interface Piece {
  readonly file: string
  readonly begin: number
  end: number
  readonly weights: StoredWeight[]
}

/** Neighbours are read together, until a piece is large. */
function pieces(weights: readonly StoredWeight[]): Piece[] {
  const sorted = weights.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.begin - b.begin))
  const made: Piece[] = []
  for (const weight of sorted) {
    const last = made.at(-1)
    const near = last && last.file === weight.file && weight.begin - last.end <= LARGEST_GAP && weight.end - last.begin <= LARGEST_PIECE
    if (near) {
      last.weights.push(weight)
      last.end = weight.end
    } else made.push({ file: weight.file, begin: weight.begin, end: weight.end, weights: [weight] })
  }
  return made
}

async function readAll(
  source: FileSource,
  weights: readonly StoredWeight[],
  { signal, progress }: ReadOptions,
): Promise<Map<StoredWeight, Uint8Array>> {
  const parts = pieces(weights)
  const total = parts.reduce((sum, { begin, end }) => sum + end - begin, 0)
  const bytes = new Map<StoredWeight, Uint8Array>()
  let done = 0
  for (const { file, begin, end, weights: inside } of parts) {
    const piece = await readBytes(source, file, begin, end)
    signal?.throwIfAborted()
    for (const weight of inside) bytes.set(weight, piece.subarray(weight.begin - begin, weight.end - begin))
    done += end - begin
    progress?.(total === 0 ? 1 : done / total, `reading ${file}`)
  }
  return bytes
}

async function digestOf({ name, type, shape }: StoredWeight, bytes: Uint8Array): Promise<string> {
  return `${name} ${type} ${shapeText(shape)} ${await digestBytes(bytes)}`
}

function hold(stored: StoredWeight, bytes: ReadonlyMap<StoredWeight, Uint8Array>, all: ReadonlyMap<string, StoredWeight>): HeldWeight {
  const { name, type, shape, arrangement } = stored
  const own = bytes.get(stored)!
  refuseNotFinite(stored, own)
  const entry: HeldWeight = { fileName: name, type, shape, bytes: own, turned: arrangement?.kind === 'turned', scales: null }
  if (!arrangement || entry.turned) return entry
  if (arrangement.kind === 'one-more') return { ...entry, type: 'F32', bytes: oneLess(stored, own) }
  if (arrangement.kind === 'scaled') return { ...entry, scales: scalesOf(all.get(arrangement.by)!, bytes) }
  arrangeRows(own, shape[0]!, arrangement)
  return entry
}

function oneLess({ name, type, shape }: StoredWeight, bytes: Uint8Array): Uint8Array {
  const values = new Float32Array(elementCount(shape))
  widenWeight(type, bytes, values, name)
  for (let i = 0; i < values.length; i++) values[i]! -= 1
  return new Uint8Array(values.buffer)
}

function scalesOf(scale: StoredWeight, bytes: ReadonlyMap<StoredWeight, Uint8Array>): HeldWeight['scales'] {
  const values = new Float32Array(elementCount(scale.shape))
  refuseNotFinite(scale, bytes.get(scale)!)
  widenWeight(scale.type, bytes.get(scale)!, values, scale.name)
  return { values, shape: scale.shape }
}

function refuseNotFinite({ name, type, shape, arrangement }: StoredWeight, bytes: Uint8Array): void {
  const bad = firstBad(type, bytes, name)
  if (!bad) return
  const stored = arrangement?.kind === 'turned' ? shape.toReversed() : shape
  throw new EngineFailure(
    'not-finite',
    `Weight ${name} holds ${Number.isNaN(bad.value) ? 'NaN' : bad.value} at ${shapeText(unflatten(bad.index, stored))}.`,
    'The file is damaged or was saved from a failed training: no result of it would mean anything.',
  )
}
