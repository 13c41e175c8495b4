/* A model folder on disk, or one file of it. Node only: not exported from the room's door. */
import { existsSync } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { EngineFailure, type FileSource } from '../types'
import { missingFile } from './memory'

export function folderSource(folder: string, name = path.basename(path.resolve(folder))): FileSource {
  // Names come from index files, too: they stay inside the folder.
  const placeOf = (file: string): string => {
    const outside = path.isAbsolute(file) || path.normalize(file) !== file || file.split(/[\\/]/).includes('..')
    if (outside) throw new EngineFailure('bad-file-name', `${file} is not the name of a file in ${name}.`)
    return path.join(folder, file)
  }
  const failed = (file: string, cause: unknown): EngineFailure =>
    isMissing(cause) ? missingFile(name, file) : unreadable(path.join(folder, file), cause)
  return {
    name,
    listed: true,
    list: () => readdir(folder).catch((cause: unknown) => Promise.reject(unreadable(folder, cause))),
    async read(file, onBytes) {
      const bytes = await readFile(placeOf(file)).catch((cause: unknown) => Promise.reject(failed(file, cause)))
      onBytes?.(bytes.length, bytes.length)
      return bytes
    },
    async size(file) {
      const found = await stat(placeOf(file)).catch((cause: unknown) => Promise.reject(failed(file, cause)))
      if (!found.isFile()) throw missingFile(name, file)
      return found.size
    },
    readRange: (file, start, end) => readPart(placeOf(file), start, end).catch((cause: unknown) => Promise.reject(failed(file, cause))),
  }
}

/** A single file: of its neighbours only those are read that belong to it. */
export function fileSource(file: string, name = path.basename(file).replace(/\.[^.]+$/, '')): FileSource {
  const [root, only] = rootOf(path.resolve(file))
  const { read, size, readRange } = folderSource(root, name)
  // What belongs to an ONNX file lies beside it: its tokenizer, and weights by the names it gives; to a part of a GGUF file the other parts.
  return { name, only, listed: true, read, size: size!, readRange: readRange!, list: async () => [only] }
}

/** An ONNX file often lies in a folder `onnx` below its tokenizer. */
function rootOf(file: string): readonly [root: string, only: string] {
  const folder = path.dirname(file)
  const base = path.basename(file)
  const below = path.basename(folder) === 'onnx' && /\.onnx$/i.test(base) && !existsSync(path.join(folder, 'tokenizer.json'))
  return below ? [path.dirname(folder), `onnx/${base}`] : [folder, base]
}

/** Bytes of a file; fewer where it ends before. */
export async function readPart(place: string, start: number, end: number): Promise<Uint8Array> {
  const handle = await open(place)
  try {
    const bytes = new Uint8Array(end - start)
    let done = 0
    while (done < bytes.length) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done)
      if (bytesRead === 0) return bytes.subarray(0, done)
      done += bytesRead
    }
    return bytes
  } finally {
    await handle.close()
  }
}

function isMissing(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | null)?.code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function unreadable(what: string, cause: unknown): EngineFailure {
  return new EngineFailure('unreadable-file', `${what} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`)
}
