/* `vitrine models`: what is on this machine, where from, how large. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { megabytes } from '../engine/sentences'
import { EXIT, type Surroundings } from './command'
import { projectFolder } from './folders'
import { namedModels } from './model-place'
import { choiceOption, readOptions } from './options'

interface ModelEntry {
  readonly name: string
  readonly architecture: string
  readonly bytes: number
  readonly from: string
  readonly folder: string
}

function architectureOf(folder: string): string {
  try {
    const config: unknown = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8'))
    const { model_type } = config as { model_type?: unknown }
    return typeof model_type === 'string' ? model_type : 'unknown'
  } catch {
    return 'unreadable'
  }
}

const bytesIn = (folder: string): number => readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0)

function entries(): ModelEntry[] {
  return namedModels().map(({ name, folder }) => ({
    name,
    architecture: architectureOf(folder),
    bytes: bytesIn(folder),
    from: 'embedded',
    folder: path.relative(projectFolder(), folder).split(path.sep).join('/'),
  }))
}

export async function models(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, { format: { type: 'string' } }, [0, 0, 'No further word'])
  const found = entries()
  if (choiceOption(options, 'format', ['text', 'json']) === 'json') around.out(`${JSON.stringify(found)}\n`)
  else if (found.length === 0) around.out('No models here.\n')
  else
    around.out(
      found
        .map(({ name, architecture, bytes, from, folder }) => `${name}  ${architecture}  ${megabytes(bytes)}  ${from} (${folder})\n`)
        .join(''),
    )
  return EXIT.ok
}
