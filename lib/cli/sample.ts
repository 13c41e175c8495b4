/* `vitrine sample`: a chain of sampling stages on one row of logits. */
import { readSafetensors, writeSafetensors } from '../engine/safetensors'
import { readStage, sampleChain } from '../engine/sampling'
import type { SamplingStage } from '../engine/types'
import { EXIT, reading, refused, type Surroundings } from './command'
import { parseJson, readBytes, writeBytes } from './folders'
import { readIds, readOptions } from './options'

const TABLE = { chain: { type: 'string' }, history: { type: 'string' }, out: { type: 'string' } } as const

async function readChain(text: string): Promise<SamplingStage[]> {
  const stages = parseJson(text, '--chain')
  if (!Array.isArray(stages)) throw refused('--chain should be a list of stages, like [{"temperature": 0.7}].')
  await reading(() => stages.forEach(readStage))
  return stages as SamplingStage[]
}

async function readRow(around: Surroundings, file: string): Promise<Float32Array> {
  const tensors = await reading(async () => readSafetensors(await readBytes(around, file), file))
  const logits = tensors.get('logits')
  if (!logits)
    throw refused(`${file} holds no tensor named logits.`, `It holds ${[...tensors.keys()].slice(0, 8).join(', ') || 'nothing'}.`)
  // Rows of batch size 1 are the same row.
  const axes = logits.shape.filter((size) => size !== 1)
  if (axes.length > 1) throw refused(`logits in ${file} should be one row [V]; its shape is [${logits.shape.join(', ')}].`)
  return logits.data
}

export async function sample(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, TABLE, [1, 1, 'LOGITS.safetensors'])
  const file = options.positionals[0]!
  const chain = options.text('chain')
  const out = options.text('out')
  if (chain === undefined) throw refused('--chain is missing.')
  if (out === undefined) throw refused('--out is missing.')
  const stages = await readChain(chain)
  const history = options.text('history')
  const ids = history === undefined || history === '' ? [] : readIds(history, '--history')
  const logits = await readRow(around, file)
  const reports = sampleChain(logits, stages, ids)
  const left = reports[reports.length - 1]?.logits ?? logits
  await writeBytes(around, out, writeSafetensors([['logits', { shape: [left.length], data: left }]]))
  const told = reports.map(({ stage, setting, kept, removed, massRemoved, reason }) => ({
    stage,
    setting,
    kept,
    removed,
    mass_removed: massRemoved,
    reason,
  }))
  around.out(`${JSON.stringify({ vocabulary: logits.length, stages: told })}\n`)
  return EXIT.ok
}
