/* Port types: what they take, how they print, where they widen. Shapes of JSON are those that `run` promises. */
import { describe, expect, it } from 'vitest'
import { hashParts } from '../graph/hash'
import { widenTo } from '../graph/fits'
import { passOver, primer } from '../../tests/model-service'
import {
  AnyPort,
  Distribution,
  Edits,
  entropyBits,
  JsonPort,
  joinTokens,
  Logits,
  makeRun,
  Model,
  NumberPort,
  numberOf,
  portTypes,
  Run,
  TablePort,
  tableOf,
  Tensor,
  Text,
  TokenBuilder,
  Tokenizer,
  Tokens,
  tokensOf,
  type TensorValue,
} from '.'

const hash = (type: { spec: { parts(value: never): Iterable<string | number | ArrayBufferView> } }, value: unknown) =>
  hashParts(type.spec.parts(value as never))
const tensor = (data: number[], shape: number[]): TensorValue => ({
  data: Float32Array.from(data),
  shape,
  dims: shape.map((_, axis) => ['T', 'C'][axis]!),
  origin: { tensor: 'x', slice: shape.map(() => null) },
})

describe('plain values', () => {
  it.each([
    [Text, 5, 'expected a text, got 5'],
    [NumberPort, { value: NaN }, 'expected a finite number, got NaN'],
    [NumberPort, 3, 'expected a number, got 3'],
    [JsonPort, { a: new Float32Array(2) }, 'expected plain data, got an object with a'],
    [TablePort, { columns: [{ name: 'a', type: 'number' }], rows: [[1, 2]] }, 'expected rows of 1 cell, got a list of 2 in row 0'],
    [Tensor, { ...tensor([1, 2], [2, 2]) }, 'expected 4 numbers for [2, 2], got 2'],
    [Logits, tensor([1, 2], [2]), 'expected [T, V], got [2]'],
    [Edits, [{ op: 'zero' }], 'expected a list of edits, got a list of 1'],
  ] as const)('%o refuses %o in words', (type, value, words) => {
    expect(type.spec.check(value)).toBe(words)
  })
  it('widen to text canonically, and set params', () => {
    expect(widenTo(NumberPort, Text, numberOf(-0))).toBe('0')
    expect(widenTo(JsonPort, Text, { b: [1, null] })).toBe('{"b":[1,null]}')
    expect([NumberPort.spec.asParam!(numberOf(2)), Text.spec.asParam!('a'), JsonPort.spec.asParam!([1])]).toEqual([2, 'a', [1]])
    expect(Tokens.spec.asParam).toBeUndefined()
  })
  it('equal data has equal hashes, whatever the order of its keys', () => {
    expect(hash(JsonPort, { a: 1, b: 2 })).toBe(hash(JsonPort, { b: 2, a: 1 }))
    expect(hash(NumberPort, numberOf(1))).not.toBe(hash(NumberPort, numberOf(1, '%')))
  })
  it('print as results promise', () => {
    expect(TablePort.spec.toJson(tableOf([['a', 'number']], [[1]]))).toEqual({ columns: ['a'], rows: [[1]] })
    expect(Tensor.spec.toJson(tensor([1, -Infinity, 3, 5], [2, 2]))).toEqual({
      shape: [2, 2],
      dims: ['T', 'C'],
      dtype: 'float32',
      min: 1,
      max: 5,
      mean: 3,
    })
  })
  it('any takes every type, boxed', () => {
    expect(AnyPort.spec.check({ type: Text, value: 5 })).toBe('expected a text, got 5')
    expect(AnyPort.spec.check('a')).toContain('expected a value with its type')
    expect([...portTypes.keys()]).toHaveLength(21)
  })
})

describe('values of a model', async () => {
  const model = await primer()
  const { tokenizer } = model

  it('a model is where a tokenizer is taken', () => {
    expect(widenTo(Model, Tokenizer, model)).toBe(tokenizer)
    expect(hash(Model, model)).not.toBe(hash(Model, { ...model, engine: { ...model.engine, backend: 'ort' } }))
  })
  it('tokens print ids, pieces and offsets', () => {
    const tokens = tokensOf(tokenizer, 'Once upon', tokenizer.engine.encode('Once upon'))
    expect(Tokens.spec.toJson(tokens)).toEqual({
      ids: [0, 481, 499],
      pieces: ['<|endoftext|>', 'Once', ' upon'],
      offsets: [
        [0, 0],
        [0, 4],
        [4, 9],
      ],
    })
    expect(Tokens.spec.check({ ...tokens, ids: [0, 481, 4096] })).toBe('expected ids from 0 to 4095, got 4096')
    const both = joinTokens(tokens, tokensOf(tokenizer, ' a', tokenizer.engine.encode(' a', { addSpecialTokens: false })))
    expect(both.offsets.at(-1)).toEqual([9, 11])
  })
  it('tokens grown one by one are those of the whole, half characters included', () => {
    const text = 'Straße 東京 🦊.'
    const builder = new TokenBuilder(tokenizer)
    const { ids } = tokenizer.engine.encode(text, { addSpecialTokens: false })
    for (const [place, id] of ids.entries()) {
      builder.push(id)
      expect(Tokens.spec.check(builder.value())).toBeNull()
      expect(builder.value().ids).toHaveLength(place + 1)
    }
    expect(builder.value().text).toBe(text)
    expect(builder.value().offsets).toEqual(tokenizer.engine.encode(text, { addSpecialTokens: false }).offsets)
  })
  it('runs are equal when model, ids and edits are', async () => {
    const { run, tokens } = await passOver('Once upon')
    expect(Run.spec.check(run)).toBeNull()
    const edit = { at: 'blocks.0.attn.hook_z', op: 'zero' as const }
    expect(makeRun(model, tokens, []).digest).toBe(run.digest)
    expect(makeRun(model, tokens, [edit]).digest).not.toBe(run.digest)
    expect(makeRun(model, tokens, [{ ...edit, heads: [1] }]).digest).not.toBe(makeRun(model, tokens, [edit]).digest)
    expect(Run.spec.toJson(run)).toMatchObject({ model: 'primer-6m', tokens: 3, edits: 0 })
  })
  it('two readers of one hook share one pass', async () => {
    const { tokens } = await passOver('Once upon')
    let passes = 0
    const counting = {
      ...model,
      engine: {
        ...model.engine,
        forward: (request: Parameters<typeof model.engine.forward>[0]) => (passes++, model.engine.forward(request)),
      },
    }
    const run = makeRun(counting, tokens, [])
    const [a, b] = await Promise.all([run.read('blocks.1.attn.hook_z'), run.read('blocks.3.attn.hook_z')])
    expect([passes, a.shape, b.shape]).toEqual([1, [3, 8, 32], [3, 8, 32]])
  })
  it('a distribution prints its twenty best and its entropy', () => {
    const probabilities = new Float32Array(8).fill(1 / 8)
    const value = { probabilities, rows: 1, vocabulary: 8, tokenizer, positions: [0], origin: { tensor: 'x', slice: [null, null] } }
    expect(Distribution.spec.check(value)).toBeNull()
    expect(Distribution.spec.toJson(value)).toMatchObject({
      entropy_bits: 3,
      top: Array.from({ length: 8 }, (_, id) => ({ id, p: 0.125 })),
    })
    expect(entropyBits([1, 0])).toBe(0)
    expect(Distribution.spec.check({ ...value, probabilities: new Float32Array(8) })).toBe('expected rows that sum to 1, got 0 in row 0')
  })
})
