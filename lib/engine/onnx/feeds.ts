/* What an ONNX file is fed for a list of tokens: its inputs by Hugging Face's names, and those it is given by name. */
import type { OrtModule, Tensor } from '../backends/ort/runtime'
import { EngineFailure, type EngineTensor, type ForwardRequest } from '../types'
import { shapeWords, typeName, type DimSize, type TensorNote } from './types'

export type Call = Pick<ForwardRequest, 'ids' | 'attentionMask' | 'tokenTypes' | 'feeds'>

/** Inputs made of the tokens. */
export const TOKEN_INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'] as const
/** Keys and values of earlier calls: none here. */
const isPast = (name: string): boolean => /^past_key|^past_|\.past/.test(name)
const USES_CACHE = 'use_cache_branch'

/** Inputs that a person has to bring. */
export const ownInputs = (inputs: readonly TensorNote[]): readonly TensorNote[] =>
  inputs.filter(({ name }) => !TOKEN_INPUTS.includes(name as 'input_ids') && !isPast(name) && name !== USES_CACHE)

export function feedsOf(ort: OrtModule, inputs: readonly TensorNote[], call: Call, model: string): Record<string, Tensor> {
  return Object.fromEntries(inputs.map((input) => [input.name, feedOf(ort, input, call, model)]))
}

function feedOf(ort: OrtModule, input: TensorNote, call: Call, model: string): Tensor {
  const { name } = input
  const given = call.feeds?.get(name)
  if (given) return converted(ort, input, given.data, shaped(input, given))
  if (name === USES_CACHE) return new ort.Tensor('bool', [false], [1])
  if (isPast(name)) return converted(ort, input, new Float32Array(0), pastShape(input, model))
  const values = ofTokens(name, call)
  if (values) return converted(ort, input, values, input.shape?.length === 1 ? [values.length] : [1, values.length])
  throw new EngineFailure(
    'missing-input',
    `${model} needs the input ${name}, ${typeName(input.type)} ${shapeWords(input.shape)}.`,
    'Name it among the feeds of the Forward node, and wire a tensor into the port it gets.',
  )
}

function ofTokens(name: string, { ids, attentionMask, tokenTypes }: Call): readonly number[] | null {
  if (ids.length === 0) return null
  if (name === 'input_ids') return ids
  if (name === 'attention_mask') return attentionMask ?? ids.map(() => 1)
  if (name === 'token_type_ids') return tokenTypes ?? ids.map(() => 0)
  return name === 'position_ids' ? ids.map((_, place) => place) : null
}

/** Axes of 1 are put in front where the file wants more, as for a batch of one. */
function shaped({ shape, name }: TensorNote, { shape: given }: EngineTensor): readonly number[] {
  if (shape === null || shape.length === given.length) return given
  if (shape.length > given.length) return [...Array.from({ length: shape.length - given.length }, () => 1), ...given]
  throw new EngineFailure('wrong-shape', `The input ${name} takes ${shapeWords(shape)}; found [${given.join(', ')}].`)
}

/** Nothing yet: the axis of earlier positions has length 0. */
function pastShape({ name, shape }: TensorNote, model: string): readonly number[] {
  const sizes = (shape ?? []).map((size: DimSize, axis) => (typeof size === 'number' ? size : axis === 0 ? 1 : 0))
  if (sizes.includes(0)) return sizes
  throw new EngineFailure('missing-input', `${model} wants keys and values of earlier calls (${name}) of a fixed length.`)
}

function converted(ort: OrtModule, { name, type }: TensorNote, values: ArrayLike<number>, shape: readonly number[]): Tensor {
  switch (type) {
    case 1:
      return new ort.Tensor('float32', Float32Array.from(values), shape)
    case 6:
      return new ort.Tensor('int32', Int32Array.from(values), shape)
    case 7:
      return new ort.Tensor(
        'int64',
        BigInt64Array.from(Array.from(values), (value) => BigInt(Math.round(value))),
        shape,
      )
    case 9:
      return new ort.Tensor(
        'bool',
        Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)),
        shape,
      )
    case 2:
      return new ort.Tensor('uint8', Uint8Array.from(values), shape)
    default:
      throw new EngineFailure(
        'unknown-type',
        `The input ${name} takes ${typeName(type)}, which cannot be given.`,
        'Known are float32, int32, int64, uint8 and bool.',
      )
  }
}
