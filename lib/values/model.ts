/* Model: a handle with abilities. `Model.with('inside')` asks for one; a port that takes a tokenizer takes a model's. */
import { definePort } from '../graph/port-type'
import type { Json } from '../graph/json'
import { describe, isRecord } from './describe'
import type { ModelValue } from './types'

export const Model = definePort<ModelValue>({
  name: 'model',
  title: 'Model',
  widensTo: ['tokenizer'],
  widen: (value) => value.tokenizer,
  check: (value) =>
    isRecord(value) && Array.isArray(value.abilities) && isRecord(value.engine) && typeof value.digest === 'string'
      ? null
      : `expected a model, got ${describe(value)}`,
  parts: ({ digest, engine, tokenizer }) => [digest, engine.fast ? `${engine.backend} fast` : engine.backend, tokenizer.digest],
  bytes: ({ engine }) => 64 + (engine.quantization ? engine.weightBytes : 0),
  toJson: modelFacts,
  facts: ({ name, digest, engine }) => ({ model: name, digest, backend: engine.backend }),
  lane: (value) => value.digest,
  handles: ({ tokenizer }) => [[tokenizer.digest, tokenizer]],
  summary: (value) => `${value.name}, ${(value.engine.parameters / 1e6).toFixed(2)} M parameters`,
})

/** Nothing here depends on the machine: two machines print the same card. */
export function modelFacts({ name, digest, abilities, engine, tokenizer }: ModelValue): Json {
  const { architecture, layers, heads, keyValueHeads, headSize, width, mlpWidth, vocabulary, context } = engine.spec
  return {
    name,
    digest,
    abilities,
    backend: engine.backend,
    ...(engine.fast ? { fast: true } : {}),
    parameters: engine.parameters,
    bytes: engine.fileBytes,
    ...(engine.quantization ? { weights: engine.quantization.words, weight_bytes: engine.weightBytes } : {}),
    architecture,
    layers,
    heads,
    keyValueHeads,
    headSize,
    width,
    mlpWidth,
    vocabulary,
    context,
    tokenizer: tokenizer.digest,
  }
}
