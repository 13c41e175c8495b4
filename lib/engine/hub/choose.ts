/* Which files of a repository the engine needs: configuration, tokenizer and weights in one form, nothing else. */
import { gigabytes } from '../sentences'
import { ggufModels, partFile, partName } from '../gguf/part-names'
import { EngineFailure } from '../types'
import type { HubFile, HubModel, HubReference } from './types'

const BESIDE = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.jinja',
  'sentence_bert_config.json',
  'modules.json',
  '1_Pooling/config.json',
]
const SHARD = /^model-\d{5}-of-\d{5}\.safetensors$/
const INDEX = 'model.safetensors.index.json'

export function chooseFiles({ id, files }: HubModel, { file }: Pick<HubReference, 'file'>): readonly HubFile[] {
  if (file !== undefined) return withParts(id, files, named(id, files, file))
  const byName = new Map(files.map((each) => [each.name, each]))
  const beside = BESIDE.flatMap((name) => byName.get(name) ?? [])
  const whole = byName.get('model.safetensors')
  if (byName.has('config.json') && whole) return [...beside, whole]
  const index = byName.get(INDEX)
  if (byName.has('config.json') && index) return [...beside, index, ...files.filter(({ name }) => SHARD.test(name))]
  return withParts(id, files, onlyGguf(id, files))
}

function named(id: string, files: readonly HubFile[], name: string): HubFile {
  const found = files.find((each) => each.name === name)
  if (found) return found
  throw new EngineFailure(
    'missing-file',
    `${id} has no file ${name}.`,
    `It has ${listed(files.filter(({ name: each }) => /\.(gguf|safetensors)$/.test(each)))}.`,
  )
}

/** A GGUF file in parts is of use as a whole only. */
function withParts(id: string, files: readonly HubFile[], file: HubFile): readonly HubFile[] {
  const count = partName(file.name)?.count ?? 1
  if (count > files.length)
    throw new EngineFailure('missing-part', `${id} has ${files.length} files, and ${file.name} is named as one of ${count} parts.`)
  return count === 1 ? [file] : Array.from({ length: count }, (_, at) => named(id, files, partFile(file.name, at + 1)))
}

function onlyGguf(id: string, files: readonly HubFile[]): HubFile {
  const models = ggufModels(files.map(({ name }) => name))
  const found = models.map(({ file }) => files.find(({ name }) => name === file)!)
  if (found.length === 1) return found[0]!
  if (found.length === 0) {
    throw new EngineFailure(
      'unknown-format',
      `${id} holds no model that can be read: neither safetensors with a config.json nor a GGUF file.`,
      'Pickled weights (.bin, .pt) are programs and are not opened.',
    )
  }
  throw new EngineFailure(
    'several-models',
    `${id} holds ${found.length} GGUF models: ${listed(found)}.`,
    `Name one: hub:${id}#${found[0]!.name}.`,
  )
}

function listed(files: readonly HubFile[]): string {
  if (files.length === 0) return 'none that can be read'
  const some = files.slice(0, 6).map(({ name, bytes }) => `${name} (${gigabytes(bytes)})`)
  return some.join(', ') + (files.length > 6 ? ` and ${files.length - 6} more` : '')
}
