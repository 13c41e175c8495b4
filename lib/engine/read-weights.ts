/*
 * Reads the weights that were found, in a few large pieces of their files, and holds them plain or as they are packed. Every byte is
 * hashed on the way, and a NaN or an infinity refuses the model before anything is computed with it. Where parts of a file can be read
 * at once, large packed weights are not held: who needs one reads it again.
 */
import { elementCount, unflatten } from '../tensor'
import { arrangeRows } from './arrange'
import { digestBytes } from './digest'
import { readBytes } from './files/ranges'
import type { FoundWeight } from './find-weights'
import type { StoredWeight } from './model-file'
import { shapeText } from './sentences'
import { StoredWeights, type HeldWeight } from './stored-weights'
import { EngineFailure, type FileSource, type RangeReader } from './types'
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
/** What is not worth reading again. */
const SMALL = 2 ** 16

export async function readWeights(
  source: FileSource,
  found: readonly FoundWeight[],
  all: ReadonlyMap<string, StoredWeight>,
  options: ReadOptions,
): Promise<ReadWeights> {
  const wanted = [...new Set(found.map(({ stored }) => stored))]
  const scales = wanted.flatMap(({ arrangement }) => (arrangement?.kind === 'scaled' ? [all.get(arrangement.by)!] : []))
  const readers = keptPacked(found) ? await readersOf(source, wanted) : new Map<string, RangeReader>()
  const inFile = new Set(
    wanted.filter((weight) => readers.has(weight.file) && weight.end - weight.begin >= SMALL && !scales.includes(weight)),
  )
  const digests = new Map<StoredWeight, string>()
  const bytes = new Map<StoredWeight, Uint8Array>()
  await eachWeight(source, [...new Set([...wanted, ...scales])], options, async (weight, part) => {
    refuseNotFinite(weight, part)
    digests.set(weight, await digestOf(weight, part))
    // A copy lets go of the piece that it was read with.
    if (!inFile.has(weight)) bytes.set(weight, readers.size > 0 ? part.slice() : part)
  })
  const held = new Map<StoredWeight, HeldWeight>()
  for (const stored of wanted) {
    const read = () => bytes.get(stored) ?? readers.get(stored.file)!(stored.begin, stored.end)
    held.set(stored, hold(stored, read, inFile.has(stored), scalesOf(stored, all, bytes)))
  }
  const weights = new StoredWeights(new Map(found.map(({ need, stored }) => [need.name, held.get(stored)!])))
  return { weights: keptPacked(found) ? weights : weights.plain(), digests: found.map(({ stored }) => digests.get(stored)!) }
}

async function readersOf(source: FileSource, weights: readonly StoredWeight[]): Promise<Map<string, RangeReader>> {
  const readers = new Map<string, RangeReader>()
  for (const file of new Set(weights.map((weight) => weight.file))) {
    const reader = await source.reader?.(file)
    if (reader) readers.set(file, reader)
  }
  return readers
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

/** Piece by piece, the weights of one together. */
async function eachWeight(
  source: FileSource,
  weights: readonly StoredWeight[],
  { signal, progress }: ReadOptions,
  take: (weight: StoredWeight, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const parts = pieces(weights)
  const total = parts.reduce((sum, { begin, end }) => sum + end - begin, 0)
  let done = 0
  for (const { file, begin, end, weights: inside } of parts) {
    const piece = await readBytes(source, file, begin, end)
    signal?.throwIfAborted()
    await Promise.all(inside.map((weight) => take(weight, piece.subarray(weight.begin - begin, weight.end - begin))))
    done += end - begin
    progress?.(total === 0 ? 1 : done / total, `reading ${file}`)
  }
  signal?.throwIfAborted()
}

async function digestOf({ name, type, shape }: StoredWeight, bytes: Uint8Array): Promise<string> {
  return `${name} ${type} ${shapeText(shape)} ${await digestBytes(bytes)}`
}

function hold(stored: StoredWeight, read: () => Uint8Array, stays: boolean, scales: HeldWeight['scales']): HeldWeight {
  const { name, type, shape, arrangement, begin, end } = stored
  const plain = arrangement?.kind === 'one-more'
  const size = plain ? 4 * elementCount(shape) : end - begin
  const facts = { fileName: name, type: plain ? 'F32' : type, shape, size, turned: arrangement?.kind === 'turned', scales }
  if (!stays) return { ...facts, bytes: arranged(stored, read()) }
  return {
    ...facts,
    get bytes() {
      return arranged(stored, read())
    },
  }
}

/** In the family's order of rows, without what was added; turned and scaled is only what was widened. */
function arranged(stored: StoredWeight, bytes: Uint8Array): Uint8Array {
  const { arrangement, shape } = stored
  if (!arrangement || arrangement.kind === 'turned' || arrangement.kind === 'scaled') return bytes
  if (arrangement.kind === 'one-more') return oneLess(stored, bytes)
  arrangeRows(bytes, shape[0]!, arrangement)
  return bytes
}

function oneLess({ name, type, shape }: StoredWeight, bytes: Uint8Array): Uint8Array {
  const values = new Float32Array(elementCount(shape))
  widenWeight(type, bytes, values, name)
  for (let i = 0; i < values.length; i++) values[i]! -= 1
  return new Uint8Array(values.buffer)
}

function scalesOf(
  { arrangement }: StoredWeight,
  all: ReadonlyMap<string, StoredWeight>,
  bytes: ReadonlyMap<StoredWeight, Uint8Array>,
): HeldWeight['scales'] {
  if (arrangement?.kind !== 'scaled') return null
  const scale = all.get(arrangement.by)!
  const values = new Float32Array(elementCount(scale.shape))
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
