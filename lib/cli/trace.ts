/* `vitrine trace`: one forward pass, the wanted tensors by hook name. */
import { totalmem } from 'node:os'
import { openModel } from '../engine/open-model'
import { writeSafetensors } from '../engine/safetensors'
import type { BackendChoice, EngineTensor } from '../engine/types'
import { EXIT, reading, refused, type Surroundings } from './command'
import { readEdits } from './edits-file'
import { writeBytes } from './folders'
import { modelSource } from './model-place'
import { choiceOption, readOptions, type Options } from './options'
import { progressLine } from './progress'
import { readPrompt } from './prompt'

const TABLE = {
  text: { type: 'string' },
  ids: { type: 'string' },
  'ids-file': { type: 'string' },
  want: { type: 'string', multiple: true },
  edit: { type: 'string' },
  backend: { type: 'string' },
  fast: { type: 'boolean' },
  out: { type: 'string' },
  format: { type: 'string' },
} as const

/** `--fast` is the wasm backend's: whole-number activations. */
/** How a model is computed, and how much memory it may take: what the machine has, less a tenth for everything else. */
export function readBackend(options: Options): { readonly backend: BackendChoice; readonly fast: boolean; readonly memoryLimit: number } {
  const backend = choiceOption(options, 'backend', ['auto', 'reference', 'wasm', 'ort', 'ort-wasm'])
  const fast = options.flag('fast')
  if (fast && backend !== undefined && backend !== 'wasm') throw refused(`--fast is for the backend wasm, not for ${backend}.`)
  return { backend: backend ?? (fast ? 'wasm' : 'auto'), fast, memoryLimit: 0.9 * totalmem() }
}

/** What JSON says of a tensor. */
function facts({ data, shape, dims }: EngineTensor): object {
  let min = Infinity
  let max = -Infinity
  let sum = 0
  for (const value of data) {
    if (value < min) min = value
    if (value > max) max = value
    sum += value
  }
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return { shape, dims, dtype: 'F32', min: finite(min), max: finite(max), mean: finite(sum / data.length) }
}

export async function trace(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, TABLE, [1, 1, 'A MODEL'])
  const model = options.positionals[0]!
  const computing = readBackend(options)
  const out = options.text('out')
  if (out !== undefined && options.text('format') !== undefined) throw refused('Only one of --out and --format can be given.')
  choiceOption(options, 'format', ['json'])
  const source = await modelSource(around, model)
  const prompt = await readPrompt(around, options, model, ['text', 'ids', 'ids-file'])
  const edit = options.text('edit')
  const edits = edit === undefined ? [] : await readEdits(around, edit)
  const want = options.texts('want')

  const progress = progressLine(around)
  const opened = await reading(() => openModel(source, { ...computing, signal: around.signal, progress: progress.show }))
  progress.clear()
  try {
    const { tensors } = await opened.forward({ ...prompt, want: want.length > 0 ? want : undefined, edits, signal: around.signal })
    if (out !== undefined) await writeBytes(around, out, writeSafetensors(tensors))
    else
      around.out(
        `${JSON.stringify({ model: opened.name, backend: opened.backend, ids: prompt.ids, tensors: Object.fromEntries([...tensors].map(([name, tensor]) => [name, facts(tensor)])) })}\n`,
      )
  } finally {
    opened.dispose()
  }
  return EXIT.ok
}
