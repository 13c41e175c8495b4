/*
 * onnxruntime-node under the name of onnxruntime-web, so that the engine's own ort backend runs on it: the same graph, cache and feeds.
 * Put in the other's place by the bundler of the benchmark alone.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

interface SessionOptions {
  readonly externalData?: readonly { readonly path: string; readonly data: Uint8Array }[]
}

/** Set before a session is made: threads, and whether the runtime may rewrite the graph. */
export interface NativeSettings {
  threads: number
  optimization: 'disabled' | 'all'
}
declare global {
  var nativeOrt: NativeSettings | undefined
}

const oracles = path.resolve('tests', 'oracles', 'package.json')
const native = createRequire(oracles)('onnxruntime-node')

function open(file: string): Promise<unknown> {
  const settings = globalThis.nativeOrt ?? { threads: 1, optimization: 'all' }
  return native.InferenceSession.create(file, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: settings.optimization,
    intraOpNumThreads: settings.threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  })
}

/** The native runtime reads weights from files beside the graph, which may be a file itself. */
async function create(graph: Uint8Array | string, { externalData = [] }: SessionOptions): Promise<unknown> {
  if (typeof graph === 'string') return open(graph)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vitrine-bench-'))
  try {
    writeFileSync(path.join(folder, 'model.onnx'), graph)
    for (const { path: name, data } of externalData) writeFileSync(path.join(folder, name), data)
    return await open(path.join(folder, 'model.onnx'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const { Tensor, env } = native
export const InferenceSession = { create }
