/* `vitrine export`: a model as one ONNX file that other programs open. */
import { exportOnnx } from '../engine/backends/ort/export'
import { openModel } from '../engine/open-model'
import { megabytes } from '../engine/sentences'
import { EXIT, reading, refused, type Surroundings } from './command'
import { writeBytes } from './folders'
import { modelSource } from './model-place'
import { readOptions } from './options'
import { progressLine } from './progress'

const TABLE = { onnx: { type: 'string' }, want: { type: 'string', multiple: true } } as const

export async function exportModel(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, TABLE, [1, 1, 'A MODEL'])
  const out = options.text('onnx')
  if (out === undefined) throw refused('Where the ONNX file goes is missing: --onnx OUT.onnx.')
  const source = await modelSource(around, options.positionals[0]!)
  const progress = progressLine(around)
  // Nothing is computed here, so the backend that starts at once will do.
  const model = await reading(() => openModel(source, { backend: 'reference', signal: around.signal, progress: progress.show }))
  progress.clear()
  try {
    const want = options.texts('want')
    const bytes = await reading(async () => exportOnnx(model, want.length > 0 ? want : undefined))
    await writeBytes(around, out, bytes)
    around.err(`${out}: ${megabytes(bytes.length)}, ONNX with the inputs and names of Hugging Face.\n`)
  } finally {
    model.dispose()
  }
  return EXIT.ok
}
