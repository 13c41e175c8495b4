/* A model folder held in memory: dropped files and tests. */
import { EngineFailure, type FileSource } from '../types'

export function memorySource(name: string, files: Readonly<Record<string, Uint8Array | string>>): FileSource {
  const encoder = new TextEncoder()
  return {
    name,
    list: async () => Object.keys(files),
    async read(file, onBytes) {
      const content = Object.hasOwn(files, file) ? files[file] : undefined
      if (content === undefined) throw missingFile(name, file)
      const bytes = typeof content === 'string' ? encoder.encode(content) : content
      onBytes?.(bytes.length, bytes.length)
      return bytes
    },
  }
}

export function missingFile(source: string, file: string): EngineFailure {
  return new EngineFailure(
    'missing-file',
    `${source} has no file ${file}.`,
    'A model folder holds config.json, model.safetensors and tokenizer.json.',
  )
}
