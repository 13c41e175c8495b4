/* The length of the residual stream after each layer, at each position: what a pass looks like from far away. */
import type { RunValue, TensorValue } from '../../values'

/** ‖resid_post‖ [L, T], or null where the run no longer holds it. */
export function residualNorms(run: RunValue): TensorValue | null {
  const { layers } = run.model.engine.spec
  const length = run.tokens.ids.length
  const data = new Float32Array(layers * length)
  for (let layer = 0; layer < layers; layer++) {
    const stream = run.peek(`blocks.${layer}.hook_resid_post`) // [T,C]
    if (!stream) return null
    const width = stream.shape[1]!
    for (let position = 0; position < length; position++) {
      let squares = 0
      for (let i = position * width; i < (position + 1) * width; i++) squares += stream.data[i]! * stream.data[i]!
      data[layer * length + position] = Math.sqrt(squares)
    }
  }
  return {
    data,
    shape: [layers, length],
    dims: ['L', 'T'],
    origin: { tensor: '‖blocks.{L}.hook_resid_post‖', slice: [null, null], model: run.model.name, backend: run.model.engine.backend },
    labels: [null, run.tokens.pieces],
  }
}

/** The end of the scale: one token in twenty may lie above it. The begin token is often many times longer than all others. */
export function usualMost(norms: Float32Array): number {
  const sorted = norms.toSorted()
  const usual = sorted[Math.floor(sorted.length * 0.95)] ?? 1
  return Number(usual.toPrecision(2)) || 1
}
