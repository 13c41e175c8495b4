/* Tensors of an ONNX file as ours: float32, without the batch of one, axes named by what they run over where that can be told. */
import { halfFloats } from '../../tensor'
import type { Tensor } from '../backends/ort/runtime'
import { EngineFailure, type EngineTensor } from '../types'

export function resultOf(name: string, tensor: Tensor, tokens: number): EngineTensor {
  const data = numbersOf(name, tensor)
  const whole = tensor.dims
  const shape = whole.length > 1 && whole[0] === 1 && tokens > 0 ? whole.slice(1) : [...whole]
  return { data, shape, dims: dimsOf(shape, tokens) }
}

function numbersOf(name: string, { data, type }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data
  if (type === 'float16' && data instanceof Uint16Array) return Float32Array.from(data, (half) => halfFloats()[half]!)
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number)
  if (ArrayBuffer.isView(data)) return Float32Array.from(data as unknown as ArrayLike<number>)
  throw new EngineFailure('unknown-type', `The tensor ${name} is of type ${type}, which is no list of numbers.`)
}

/** T the first axis as long as the tokens, S the second; the last of the others C, those before it H, N, M, K. */
function dimsOf(shape: readonly number[], tokens: number): readonly string[] {
  const free = ['H', 'N', 'M', 'K', 'D', 'F', 'B']
  const along = ['T', 'S']
  return shape.map((size, axis) => {
    if (tokens > 1 && size === tokens && along.length > 0) return along.shift()!
    if (axis === shape.length - 1) return 'C'
    return free.shift() ?? `axis${axis}`
  })
}
