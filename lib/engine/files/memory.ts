/* A model folder held in memory: tests, and files made on the spot. */
import { EngineFailure, type FileSource } from '../types'

export function memorySource(name: string, files: Readonly<Record<string, Uint8Array | string>>): FileSource {
  const encoder = new TextEncoder()
  const bytesOf = (file: string): Uint8Array => {
    const content = Object.hasOwn(files, file) ? files[file] : undefined
    if (content === undefined) throw missingFile(name, file)
    return typeof content === 'string' ? encoder.encode(content) : content
  }
  return {
    name,
    listed: true,
    list: async () => Object.keys(files),
    async read(file, onBytes) {
      const bytes = bytesOf(file)
      onBytes?.(bytes.length, bytes.length)
      return bytes
    },
    size: async (file) => bytesOf(file).length,
    readRange: async (file, start, end) => bytesOf(file).slice(start, end),
  }
}

export function missingFile(source: string, file: string): EngineFailure {
  return new EngineFailure(
    'missing-file',
    `${source} has no file ${file}.`,
    'A model folder holds config.json, model.safetensors and tokenizer.json.',
  )
}
