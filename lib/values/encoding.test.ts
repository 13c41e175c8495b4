/* Values that are kept between visits come back as they were; those that cannot be kept are refused. */
import { describe, expect, it } from 'vitest'
import { hashParts } from '../graph/hash'
import type { PortType } from '../graph/port-type'
import { pack, unpack } from '../graph/runtime/pack'
import { passOver, primer } from '../../tests/model-service'
import {
  Distribution,
  Embeddings,
  JsonPort,
  Logits,
  NumberPort,
  numberOf,
  portTypes,
  TablePort,
  tableOf,
  Tensor,
  Text,
  TokenBuilder,
  Tokens,
} from '.'

const hash = (type: PortType<any>, value: unknown) => hashParts(type.spec.parts(value))

/** Through the bytes of a store and back. */
function there(type: PortType<any>, value: unknown, handles: ReadonlyMap<string, unknown> = new Map()): unknown {
  const encoded = type.spec.encoding!.encode(value)
  const bytes = pack({ key: 'k', ms: 1, when: 2, outputs: { a: { type: type.name, hash: hash(type, value), ...encoded } } })
  return type.spec.encoding!.decode(unpack('k', bytes)!.outputs['a']!, handles)
}

describe('kept between visits', async () => {
  const { tokens, logits, run, model } = await passOver('Once upon a time')
  const { tokenizer } = model
  const handles = new Map<string, unknown>(Logits.spec.handles!(logits))
  const labelled = {
    data: Float32Array.from([1, -Infinity, NaN, -0]),
    shape: [2, 2],
    dims: ['T', 'C'],
    origin: { tensor: 'x', slice: [null, null] },
    labels: [['a', 'b'], null],
  }
  const share = {
    probabilities: new Float32Array(8).fill(1 / 8),
    rows: 1,
    vocabulary: 8,
    tokenizer,
    positions: [0],
    origin: { tensor: 'x', slice: [null, null] },
  }

  it.each([
    [Text, 'a line\n and \u{1F98A}'],
    [NumberPort, numberOf(-0.5, '%')],
    [JsonPort, { $array: 0, $$: [{ $tokenizer: 'x' }], a: null }],
    [TablePort, tableOf([['a', 'number', '%']], [[1], [null]])],
    [Tensor, labelled],
    [Embeddings, { ...labelled, dims: ['N', 'C'], names: ['$a', 'b'], encoder: 'e' }],
    [Tokens, tokens],
    [Logits, logits],
    [Distribution, share],
  ] as const)('%o', (type, value) => {
    const again = there(type, value, handles)
    expect(type.spec.check(again as never)).toBeNull()
    expect(again).toEqual(value)
    expect(hash(type, again)).toBe(hash(type, value))
  })

  it('handles and functions are never kept; a tokenizer that is not at hand cannot be made up', () => {
    for (const name of ['model', 'run', 'tokenizer', 'index', 'list', 'any'])
      expect(portTypes.get(name)!.spec.encoding, name).toBeUndefined()
    const texts = { name: 'e', digest: 'd', width: 2, encode: async () => new Float32Array(2) }
    expect(() => Embeddings.spec.encoding!.encode({ ...labelled, names: [], encoder: 'e', texts })).toThrow('Only data can be kept.')
    expect(() => there(Tokens, tokens)).toThrow('not here')
    expect(run.model.name).toBe('primer-6m')
  })

  it('tokens grow by what was added; where a character became whole they are kept whole', async () => {
    const builder = new TokenBuilder((await primer()).tokenizer)
    const { ids } = tokenizer.engine.encode('Once upon 東京 🦊.', { addSpecialTokens: false })
    let grown = 0
    let before = builder.value()
    for (const id of ids) {
      builder.push(id)
      const after = builder.value()
      const delta = Tokens.spec.growth!.delta(before, after)
      if (delta !== undefined) {
        grown++
        expect(Tokens.spec.growth!.apply(before, delta)).toEqual(after)
      }
      before = after
    }
    expect(grown).toBeGreaterThan(3)
    expect(grown).toBeLessThan(ids.length)
  })

  it('what a person writes in a file is read back as the value', () => {
    expect([Text, NumberPort, NumberPort, JsonPort].map((type, at) => type.spec.fromJson!([5, 5, true, [1]][at]!))).toEqual([
      '5',
      numberOf(5),
      numberOf(1, 'yes/no'),
      [1],
    ])
    const table = tableOf(
      [
        ['a', 'number'],
        ['b', 'text'],
        ['c', 'yes/no'],
      ],
      [[1, 'x', true]],
    )
    expect(TablePort.spec.fromJson!(TablePort.spec.toJson(table))).toEqual(table)
  })
})
