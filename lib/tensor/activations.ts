/* Activation functions by name, on numbers. The names are ours; models map their config's spelling to them. */
import { erf, exp, tanh } from './math'

const ROOT_HALF = 0.7071067811865476
const ROOT_TWO_OVER_PI = 0.7978845608028654

export const activations = {
  relu: (x: number) => (x > 0 || x !== x ? x : 0),
  silu: (x: number) => x / (1 + exp(-x)),
  /** x·Φ(x), exact. arXiv:1606.08415 */
  gelu: (x: number) => 0.5 * x * (1 + erf(x * ROOT_HALF)),
  /** Its tanh approximation, from the same paper. */
  'gelu-tanh': (x: number) => 0.5 * x * (1 + tanh(ROOT_TWO_OVER_PI * (x + 0.044715 * x * x * x))),
  /** Its sigmoid approximation, from the same paper. */
  'gelu-sigmoid': (x: number) => x / (1 + exp(-1.702 * x)),
  tanh: (x: number) => tanh(x),
} as const

export type ActivationName = keyof typeof activations

export function activate(name: ActivationName, x: Float32Array): Float32Array {
  return x.map(activations[name])
}
