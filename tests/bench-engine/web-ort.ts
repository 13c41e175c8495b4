/* onnxruntime-web as it is fastest: its graph rewriting on. Put in its place by the bundler of the benchmark alone. */
import * as ort from 'onnxruntime-web/wasm'

export const { Tensor, env } = ort
export const InferenceSession = {
  create: (graph: Uint8Array, options: object) => ort.InferenceSession.create(graph, { ...options, graphOptimizationLevel: 'all' }),
}
