/* TOKENIZER on the command line: a tokenizer.json, or a model as for the other verbs, whose vocabulary may lie in a GGUF file. */
import path from 'node:path'
import { openModelFile } from '../engine/open-model-file'
import { loadTokenizer } from '../engine/tokenizer'
import type { EngineTokenizer } from '../engine/types'
import { reading, refused, type Surroundings } from './command'
import { isFile, isFolder, readText } from './folders'
import { modelPlace } from './model-place'

/** A tokenizer file may lie alone in a folder, without a model. */
async function tokenizerFile(around: Surroundings, place: string): Promise<string | null> {
  const resolved = path.resolve(around.folder, place)
  if (isFile(resolved) && !place.toLowerCase().endsWith('.gguf')) return resolved
  const folder = isFolder(resolved) ? resolved : (await modelPlace(around, place)).folder
  if (folder === null || place.toLowerCase().endsWith('.gguf')) return null
  const within = path.join(folder, 'tokenizer.json')
  return isFile(within) ? within : null
}

export async function openTokenizer(around: Surroundings, place: string): Promise<EngineTokenizer> {
  const file = await tokenizerFile(around, place)
  if (file === null) return ofModel(around, place)
  const beside = path.join(path.dirname(file), 'tokenizer_config.json')
  const config = isFile(beside) ? await readText(around, beside) : undefined
  return reading(async () => loadTokenizer(await readText(around, file), config))
}

function ofModel(around: Surroundings, place: string): Promise<EngineTokenizer> {
  return reading(async () => {
    const { source } = await modelPlace(around, place)
    const names = await source.list()
    if (!names.some((name) => name === 'tokenizer.json' || name.toLowerCase().endsWith('.gguf')))
      throw refused(`${place} has no tokenizer.json.`)
    const { tokenizer, config } = await (await openModelFile(source, around.signal)).tokenizer()
    return loadTokenizer(tokenizer, config ?? undefined)
  })
}
