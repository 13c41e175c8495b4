/* Finds what a family needs among what a file holds: names with or without the family's prefix, shapes that the config leads to. */
import { elementCount, sameShape } from '../tensor'
import type { ModelFile, StoredWeight } from './model-file'
import { spellings, type EngineSpec, type Family, type WeightNeed } from './models'
import { count, shapeText } from './sentences'
import { EngineFailure } from './types'
import { refuseType, weightType } from './weight-types'

export interface FoundWeight {
  readonly need: WeightNeed
  readonly stored: StoredWeight
}

type Stored = ModelFile['weights']

const LAYER_KEYS = ['num_hidden_layers', 'n_layer', 'n_layers']

/** The spec of what a file holds. More layers than tensors are refused before anything is made for each of them. */
export function specOf(family: Family, { config, weights }: Pick<ModelFile, 'config' | 'weights'>): EngineSpec {
  for (const key of LAYER_KEYS) {
    const layers = config[key]
    if (typeof layers !== 'number' || layers <= weights.size) continue
    throw new EngineFailure(
      'bad-config',
      `${key} in config.json is ${layers}, and the model file has ${count(weights.size)} tensors.`,
      'The config and the weights are of two different models.',
    )
  }
  return family.readSpec(config, hasWeight(family, weights))
}

/** Whether the file has a weight, by the family's name. */
function hasWeight(family: Family, stored: Stored): (name: string) => boolean {
  return (name) => storedAs(name, family, stored) !== undefined
}

export function findWeights(family: Family, spec: EngineSpec, stored: Stored): FoundWeight[] {
  const needs = family.weights(spec)
  const found: FoundWeight[] = []
  const missing: WeightNeed[] = []
  for (const need of needs) {
    const weight = storedAs(need.name, family, stored)
    if (weight) found.push({ need, stored: checked(need, weight) })
    else missing.push(need)
  }
  if (missing.length > 0) throw lacks(missing, needs.length, spec, stored.size)
  return found
}

function storedAs(name: string, family: Family, stored: Stored): StoredWeight | undefined {
  for (const spelling of spellings(name, family)) {
    const weight = stored.get(spelling)
    if (weight) return weight
  }
  return undefined
}

function checked(need: WeightNeed, weight: StoredWeight): StoredWeight {
  if (!sameShape(weight.shape, need.shape)) {
    throw new EngineFailure(
      'wrong-shape',
      `Weight ${weight.name} has the shape ${shapeText(weight.shape)}; config.json leads to ${shapeText(need.shape)}.`,
      'The config and the weights are of two different models.',
    )
  }
  const type = weightType(weight.type)
  if (!type) throw refuseType(weight.type, weight.name)
  const size = (elementCount(weight.shape) / type.values) * type.bytes
  if (weight.end - weight.begin !== size) throw new Error(`${weight.name} has ${weight.end - weight.begin} bytes for ${size}.`)
  return weight
}

function lacks(missing: readonly WeightNeed[], needed: number, spec: EngineSpec, stored: number): EngineFailure {
  const first = missing[0]!
  const others = missing.length > 1 ? ` and ${count(missing.length - 1)} more` : ''
  return new EngineFailure(
    'missing-weights',
    `The model file lacks ${first.name} ${shapeText(first.shape)}${others}: expected ${count(needed)} tensors of a ${spec.architecture} with ${spec.layers} layers, found ${count(needed - missing.length)} of them among ${count(stored)}.`,
  )
}
