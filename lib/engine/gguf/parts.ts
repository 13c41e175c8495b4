/*
 * A model in several GGUF files, read as one: the head of each part lists its own tensors, the first holds everything else. Any of them may be
 * named. What does not fit together is refused before a weight is read.
 */
import { sizeOf } from '../files/ranges'
import { EngineFailure, type FileSource } from '../types'
import type { GgufLayout, GgufTensor } from './layout'
import { partFile, partName, type PartName } from './part-names'

export interface GgufPart {
  readonly file: string
  readonly layout: GgufLayout
}
/** A tensor and the file that it lies in. */
export type PlacedTensor = GgufTensor & { readonly file: string }

export interface WholeGguf {
  /** The first part's, which says all there is to know. */
  readonly head: GgufLayout
  readonly tensors: ReadonlyMap<string, PlacedTensor>
  readonly fileBytes: number
}

type ReadHead = (file: string) => Promise<GgufLayout>

/** A file that holds fewer than these tensors is not cut into so many; llama.cpp counts parts in 16 bits. */
const MOST_PARTS = 65_535

export async function readWhole(source: FileSource, file: string, readHead: ReadHead): Promise<WholeGguf> {
  const layout = await readHead(file)
  const count = partsOf(layout, file)
  const parts = count === 1 ? [{ file, layout }] : await readParts(source, { file, layout }, count, readHead)
  const sizes = await Promise.all(parts.map((part) => sizeOf(source, part.file)))
  return { head: parts[0]!.layout, tensors: together(parts), fileBytes: sizes.reduce((sum, size) => sum + size, 0) }
}

function partsOf({ metadata }: GgufLayout, file: string): number {
  const count = metadata.get('split.count')
  if (count === undefined) return 1
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= MOST_PARTS) return count
  throw bad(`${file} says that it is cut into ${String(count).slice(0, 40)} parts`)
}

async function readParts(source: FileSource, known: GgufPart, count: number, readHead: ReadHead): Promise<GgufPart[]> {
  const named = requireName(known.file, count)
  const parts: GgufPart[] = []
  for (let number = 1; number <= count; number++) {
    const file = partFile(known.file, number)
    const layout =
      file === known.file
        ? known.layout
        : await readHead(file).catch((cause: unknown) => Promise.reject(missing(cause, source, file, count)))
    refuseOther({ file, layout }, number, count, parts[0] ?? null)
    parts.push({ file, layout })
  }
  refuseCount(parts, named)
  return parts
}

/** The others are found by their names. */
function requireName(file: string, count: number): PartName {
  const name = partName(file)
  if (!name)
    throw new EngineFailure(
      'bad-gguf',
      `${file} is one of ${count} parts of a model, and its name does not say which.`,
      `Parts are named NAME-00001-of-${String(count).padStart(5, '0')}.gguf and so on: give it its name back.`,
    )
  if (name.count === count) return name
  throw bad(`${file} is named as one of ${name.count} parts, and says of itself that there are ${count}`)
}

function missing(cause: unknown, source: FileSource, file: string, count: number): unknown {
  if (!(cause instanceof EngineFailure) || cause.code !== 'missing-file') return cause
  return new EngineFailure(
    'missing-part',
    `${source.name} comes in ${count} parts, and ${file} is not there.`,
    'Give all parts together: drop them at once, or the folder that they lie in.',
  )
}

function refuseOther({ file, layout: { metadata } }: GgufPart, number: number, count: number, first: GgufPart | null): void {
  const own = metadata.get('split.no')
  if (own !== number - 1)
    throw bad(
      `${file} should be part ${number} of ${count}, and says that it is ${typeof own === 'number' ? `part ${own + 1}` : 'no part'}`,
    )
  if (metadata.get('split.count') !== count)
    throw bad(
      `${file} says that there are ${String(metadata.get('split.count')).slice(0, 40)} parts; ${first?.file ?? 'its name'} says ${count}`,
    )
  const [whole, here] = [first?.layout.metadata ?? metadata, metadata].map((each) => each.get('general.architecture'))
  if (here !== undefined && here !== whole)
    throw bad(
      `${file} is a part of another model: its architecture is ${String(here).slice(0, 40)}, the first part's ${String(whole).slice(0, 40)}`,
    )
}

function refuseCount(parts: readonly GgufPart[], { whole }: PartName): void {
  const found = parts.reduce((sum, { layout }) => sum + layout.tensors.size, 0)
  for (const { file, layout } of parts) {
    const said = layout.metadata.get('split.tensors.count')
    if (said !== undefined && said !== found)
      throw bad(`${file} says that ${whole} has ${String(said).slice(0, 40)} tensors in all; its parts hold ${found}`)
  }
}

function together(parts: readonly GgufPart[]): Map<string, PlacedTensor> {
  const all = new Map<string, PlacedTensor>()
  for (const { file, layout } of parts) {
    for (const tensor of layout.tensors.values()) {
      const before = all.get(tensor.name)
      if (before) throw bad(`the tensor ${tensor.name.slice(0, 64)} stands in ${before.file} and again in ${file}`)
      all.set(tensor.name, { ...tensor, file })
    }
  }
  return all
}

const bad = (words: string): EngineFailure =>
  new EngineFailure('bad-gguf', `${words}.`, 'The parts may be of two different models or versions: fetch all of them again.')
