/* A model whose linear matrices are packed. It is a model like any other: only how its weights are held differs. */
import { pauseFor } from '../abort'
import type { ModelParts } from '../backends/backend'
import { openSession } from '../backends/open-session'
import { digestBytes } from '../digest'
import { loadedModel, partsOf } from '../model'
import { buildProgram } from '../models'
import { EngineFailure, type LoadedModel, type Quantization, type QuantizedMatrix } from '../types'
import type { Placed, Weights } from '../weights'
import { PackedWeights, transposed, type PackedEntry } from './packed-weights'
import { quantizeMatrix } from './quantize-matrix'
import { checkSettings, settingsText, type QuantizeSettings } from './settings'
import { errorsOf } from './statistics'

export interface QuantizeModelOptions {
  readonly signal?: AbortSignal
  /** Share of the numbers, and the matrix at work. */
  readonly progress?: (share: number, words?: string) => void
}

export async function quantizeModel(
  model: LoadedModel,
  settings: QuantizeSettings,
  options: QuantizeModelOptions = {},
): Promise<LoadedModel> {
  checkSettings(settings)
  const parts = partsOf(model)
  const original = parts.weights.plain()
  const { entries, reports } = await packAll(parts, original, settings, options)
  const weights = new PackedWeights(original.places(), entries, original)
  const matrices = [...original.places()].map(([name, placed]) => reports.get(name) ?? untouched(placed))
  const quantization: Quantization = { of: model.digest, words: settingsText(settings), bits: settings.bits, matrices }
  const facts = {
    name: `${model.quantization ? model.name.replace(/ at \d bits$/, '') : model.name} at ${settings.bits} bits`,
    backend: model.backend,
    fast: model.fast,
    digest: await digestBytes(new TextEncoder().encode(`${model.digest}\n${settingsText(settings)}`)),
    fileBytes: model.fileBytes,
    quantization,
  }
  options.signal?.throwIfAborted()
  const packed: ModelParts = { family: parts.family, spec: parts.spec, weights }
  return loadedModel(facts, packed, await openSession(model.backend, packed, model))
}

interface Packing {
  readonly entries: ReadonlyMap<string, PackedEntry>
  readonly reports: ReadonlyMap<string, QuantizedMatrix>
}

async function packAll(parts: ModelParts, original: Weights, settings: QuantizeSettings, options: QuantizeModelOptions): Promise<Packing> {
  const linear = linearMatrices(parts)
  const total = [...linear.values()].reduce((sum, { rows, columns }) => sum + rows * columns, 0)
  const entries = new Map<string, PackedEntry>()
  const reports = new Map<string, QuantizedMatrix>()
  let before = 0
  for (const [name, { rows, columns, turned }] of linear) {
    const placed = original.placeOf(name)
    const stored = original.get(name)
    const x = turned ? transposed(stored, columns, rows) : stored // [out, in]
    const onNumbers = (done: number) => options.progress?.((before + done) / total, placed.fileName)
    onNumbers(0)
    const matrix = await named(placed.fileName, () => quantizeMatrix(x, rows, columns, settings, { signal: options.signal, onNumbers }))
    const { max, rms, size } = errorsOf(x, matrix)
    entries.set(name, { matrix, turned })
    reports.set(name, { name: placed.fileName, shape: placed.shape, bits: settings.bits, bytes: matrix.bytes, max, rms, size })
    before += x.length
    await pauseFor(options.signal)
  }
  options.progress?.(1, 'packed')
  return { entries, reports }
}

interface LinearMatrix {
  readonly rows: number
  readonly columns: number
  readonly turned: boolean
}

/** Matrices of linear layers by the family's name. A table that also embeds is looked up by rows and stays as it is. */
function linearMatrices({ family, spec }: ModelParts): ReadonlyMap<string, LinearMatrix> {
  const { ops } = buildProgram(family, spec)
  const tables = new Set(ops.flatMap((op) => (op.op === 'embed' || op.op === 'positions' ? [op.weight] : [])))
  const found = new Map<string, LinearMatrix>()
  for (const op of ops)
    if (op.op === 'linear' && !tables.has(op.weight))
      found.set(op.weight, { rows: op.outer, columns: op.inner, turned: op.layout === 'in-out' })
  return found
}

function untouched({ fileName, shape }: Placed): QuantizedMatrix {
  const count = shape.reduce((product, length) => product * length, 1)
  return { name: fileName, shape, bits: 32, bytes: 4 * count, max: 0, rms: 0, size: 0 }
}

async function named<Result>(matrix: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof EngineFailure ? new EngineFailure(cause.code, `${matrix}: ${cause.message}`, cause.hint) : cause
  }
}
