/* A model that lies at a node's output, as one ONNX file for other programs. The file is a Blob: it is handed to the page without a copy. */
import { exportOnnxPieces } from '../engine'
import { EngineFailure } from '../engine/types'
import type { RunRecord } from '../graph/run-record'
import type { ModelValue } from '../values'
import type { ExportedModel, ExportModelOptions } from './types'

export async function exportModelOf(
  id: string,
  record: RunRecord,
  { memoryLimit, ...options }: ExportModelOptions & { readonly memoryLimit?: number },
): Promise<ExportedModel> {
  const output = Object.values(record.outputs).find(({ type }) => type === 'model')
  if (!output) throw new EngineFailure('no-model', `${id} holds no model yet.`, 'Run it first.')
  const { engine, name, abilities } = output.value as ModelValue
  if (!abilities.includes('weights') && engine.spec.architecture !== 'onnx')
    throw new EngineFailure('no-weights', `The weights of ${name} are not here, so there is nothing to write.`)
  const pieces = await exportOnnxPieces(engine, { ...options, breathe, ...(memoryLimit !== undefined && { memoryLimit }) })
  options.progress?.(1, 'handing over')
  return { name: `${fileName(name)}.onnx`, type: 'application/octet-stream', file: new Blob(pieces.map(ownBytes)) }
}

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** Names of models come from files and hubs: `owner/name`. */
const fileName = (name: string): string =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/[^\w.-]+/g, '-')
    .slice(0, 80) || 'model'

/** A Blob takes no memory that is shared with other threads. */
const ownBytes = (piece: Uint8Array): Uint8Array<ArrayBuffer> =>
  piece.buffer instanceof ArrayBuffer ? (piece as Uint8Array<ArrayBuffer>) : piece.slice()
