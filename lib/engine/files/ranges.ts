/* Byte ranges of any source: those that cannot read ranges are read whole, once. */
import { shareOfBytes } from '../sentences'
import { EngineFailure, type FileSource } from '../types'

const wholes = new WeakMap<FileSource, Map<string, Promise<Uint8Array>>>()

function whole(source: FileSource, file: string): Promise<Uint8Array> {
  const known = wholes.get(source) ?? new Map<string, Promise<Uint8Array>>()
  wholes.set(source, known)
  const reading = known.get(file) ?? source.read(file)
  known.set(file, reading)
  // What failed is tried again by the next who asks.
  reading.catch(() => known.delete(file))
  return reading
}

export async function sizeOf(source: FileSource, file: string): Promise<number> {
  return source.size ? source.size(file) : (await whole(source, file)).length
}

/** Bytes from `start` to `end` (not included), exactly so many. */
export async function readBytes(source: FileSource, file: string, start: number, end: number): Promise<Uint8Array> {
  const bytes = source.readRange ? await source.readRange(file, start, end) : (await whole(source, file)).slice(start, end)
  if (bytes.length === end - start) return bytes
  throw new EngineFailure(
    'truncated-file',
    `${file} of ${source.name} gave ${shareOfBytes(bytes.length, end - start)} from byte ${start} on.`,
    'The file may have changed while it was read: open it again.',
  )
}
