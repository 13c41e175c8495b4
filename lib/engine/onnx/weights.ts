/* Weights of an ONNX file by name, widened to float32 where they lie in it as plain numbers. */
import { elementCount, widenInto, type StoredType } from '../../tensor'
import { EngineFailure, type EngineTensor } from '../types'
import { noSuchWeight } from '../weights'
import { typeName, type OnnxFile } from './types'

const STORED: Readonly<Record<number, StoredType>> = { 1: 'F32', 3: 'I8', 10: 'F16', 16: 'BF16' }
const SIZES: Readonly<Record<StoredType, number>> = { F32: 4, F16: 2, BF16: 2, I8: 1, F8_E4M3: 1, F8_E5M2: 1 }

export const weightsOf = ({ initializers }: OnnxFile): readonly string[] =>
  initializers.filter(({ type, data }) => data !== null && STORED[type] !== undefined).map(({ name }) => name)

export function weightOf(file: OnnxFile, bytes: Uint8Array, name: string): EngineTensor {
  const found = file.initializers.find((weight) => weight.name === name)
  if (!found) throw noSuchWeight(name, weightsOf(file))
  const { type, shape, data } = found
  const stored = STORED[type]
  const count = elementCount(shape)
  if (!data || stored === undefined || data.end - data.start !== count * SIZES[stored])
    throw new EngineFailure('unknown-type', `The weight ${name} of type ${typeName(type)} does not lie in the file as plain numbers.`)
  const values = new Float32Array(count)
  widenInto(stored, bytes.slice(data.start, data.end), values)
  return { data: values, shape, dims: shape.length === 2 ? ['N', 'C'] : shape.length === 1 ? ['C'] : shape.map((_, axis) => `axis${axis}`) }
}
