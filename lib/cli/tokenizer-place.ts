/* TOKENIZER on the command line: a tokenizer.json, or a model as for the other verbs. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { loadTokenizer } from '../engine/tokenizer'
import type { EngineTokenizer } from '../engine/types'
import { reading, refused, type Surroundings } from './command'
import { isFile, isFolder, readText } from './folders'
import { modelFolder } from './model-place'

/** A tokenizer file may lie alone in a folder, without a model. */
function tokenizerFile(around: Surroundings, place: string): string {
  const resolved = path.resolve(around.folder, place)
  if (place.toLowerCase().endsWith('.gguf')) throw refused(`${place}: GGUF files are not read yet.`, 'Give a tokenizer.json instead.')
  if (isFile(resolved)) return resolved
  if (isFolder(resolved) && isFile(path.join(resolved, 'tokenizer.json'))) return path.join(resolved, 'tokenizer.json')
  return path.join(modelFolder(around, place), 'tokenizer.json')
}

export async function openTokenizer(around: Surroundings, place: string): Promise<EngineTokenizer> {
  const file = tokenizerFile(around, place)
  if (!statSync(file, { throwIfNoEntry: false })) throw refused(`${place} has no tokenizer.json.`)
  const beside = path.join(path.dirname(file), 'tokenizer_config.json')
  const config = isFile(beside) ? await readText(around, beside) : undefined
  return reading(async () => loadTokenizer(await readText(around, file), config))
}
