/* What config files say and leave unsaid: defaults of families, old spellings, and what is refused. */
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../files/json'
import { familyOf, type EngineSpec } from '.'
import type { EncoderSpec } from './encoder-spec'
import { ropeFrequencies } from './rope-scaling'
import { RopeTable } from './rope'
import type { RotarySpec } from './rotary-decoder'

const sizes = { hidden_size: 64, num_hidden_layers: 4, num_attention_heads: 4, intermediate_size: 96, vocab_size: 100 }
const read = <Spec extends EngineSpec = RotarySpec>(model_type: string, more: JsonObject = {}) => {
  const config = { model_type, ...sizes, ...more }
  return familyOf(config).readSpec(config) as Spec
}
const windows = (spec: RotarySpec) => spec.plan.map(({ window }) => window)

describe('windows', () => {
  test('Mistral has one unless it says null', () => {
    expect(windows(read('mistral'))).toEqual([4096, 4096, 4096, 4096])
    expect(windows(read('mistral', { sliding_window: null }))).toEqual([null, null, null, null])
    expect(windows(read('phi3'))).toEqual([null, null, null, null])
  })
  test('Qwen only where it is switched on', () => {
    expect(windows(read('qwen2', { sliding_window: 8, use_sliding_window: false }))).toEqual([null, null, null, null])
    expect(windows(read('qwen3', { sliding_window: 8, use_sliding_window: true, max_window_layers: 2 }))).toEqual([null, null, 8, 8])
  })
  test('Gemma by its rule, or by layer_types', () => {
    expect(windows(read('gemma2', { sliding_window: 8 }))).toEqual([8, null, 8, null])
    const types = ['full_attention', 'full_attention', 'sliding_attention', 'full_attention']
    expect(windows(read('gemma2', { sliding_window: 8, layer_types: types }))).toEqual([null, null, 8, null])
    expect(read('gemma3_text', { sliding_window_pattern: 2 }).plan.map(({ rope }) => rope)).toEqual([1, 0, 1, 0])
    expect(() => read('gemma2', { layer_types: ['chunked_attention', ...types.slice(1)] })).toThrow(
      'layer_types in config.json holds chunked',
    )
    expect(() => read('gemma2', { layer_types: types.slice(1) })).toThrow('names 3 layers; there are 4')
  })
})

describe('defaults', () => {
  test('ties, sizes, bases', () => {
    expect(['llama', 'mistral', 'qwen2', 'phi3', 'olmo2', 'gpt_neox'].map((type) => read(type).tiedEmbeddings)).not.toContain(true)
    expect(['gemma2', 'gemma3_text', 'smollm3', 'bert'].map((type) => read(type).tiedEmbeddings)).not.toContain(false)
    expect([read('gemma2').headSize, read('qwen3').headSize, read('llama').headSize]).toEqual([256, 128, 16])
    expect(read('smollm3').ropes[0]!.base).toBe(2e6)
    expect(read('gemma3_text').ropes.map(({ base }) => base)).toEqual([1e6, 1e4])
    expect(read('gpt_neox').ropes[0]!.size).toBe(4)
    expect(read('smollm3').plan.map(({ rope }) => rope)).toEqual([0, 0, 0, null])
  })
  test('softcaps: absent is the family’s, null is none', () => {
    expect(read('gemma2')).toMatchObject({ scoreSoftcap: 50, logitSoftcap: 30 })
    expect(read('gemma2', { attn_logit_softcapping: null })).toMatchObject({ scoreSoftcap: null, logitSoftcap: 30 })
    expect(read('gemma3_text')).toMatchObject({ scoreSoftcap: null, logitSoftcap: null })
  })
  test('encoders', () => {
    expect(read<EncoderSpec>('roberta', { max_position_embeddings: 514 })).toMatchObject({ context: 512, padding: 1, causal: false })
    expect(read<EncoderSpec>('bert', { architectures: ['BertForSequenceClassification'], id2label: { 0: 'no', 1: 'yes' } })).toMatchObject({
      head: 'classes',
      labels: ['no', 'yes'],
      pooler: true,
    })
    expect(read<EncoderSpec>('bert', { architectures: ['BertForQuestionAnswering'] }).head).toBe('none')
  })
})

describe('rope scaling', () => {
  const scaled = (rope_scaling: JsonObject, more: JsonObject = {}) => read('llama', { rope_scaling, max_position_embeddings: 32, ...more })
  test('how long a prompt may be', () => {
    expect(scaled({ type: 'linear', factor: 3 }).context).toBe(96)
    expect(scaled({ rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32 }).context).toBe(128)
    expect(scaled({ rope_type: 'llama3', factor: 8, original_max_position_embeddings: 8 }).context).toBe(32)
  })
  test('attention factors, by the formulas of their papers', () => {
    const yarn = (more: JsonObject) =>
      scaled({ rope_type: 'yarn', factor: 4, original_max_position_embeddings: 8, ...more }).ropes[0]!.attentionFactor
    expect(yarn({})).toBeCloseTo(0.1 * Math.log(4) + 1, 12)
    expect(yarn({ mscale: 0.7, mscale_all_dim: 0.9 })).toBeCloseTo((0.07 * Math.log(4) + 1) / (0.09 * Math.log(4) + 1), 12)
    expect(yarn({ mscale: 0.7 })).toBeCloseTo(0.1 * Math.log(4) + 1, 12)
    expect(yarn({ attention_factor: 1.25 })).toBe(1.25)
    const factors = { short_factor: [1, 1, 1, 1, 1, 1, 1, 1], long_factor: [2, 2, 2, 2, 2, 2, 2, 2] }
    const phi = (type: string) =>
      read('phi3', { max_position_embeddings: 64, original_max_position_embeddings: 16, rope_scaling: { type, ...factors } })
    for (const type of ['longrope', 'su', 'yarn']) {
      const [rope] = phi(type).ropes
      expect(rope).toMatchObject({ kind: 'longrope', original: 16, factor: 4 })
      expect(rope!.attentionFactor).toBeCloseTo(Math.sqrt(1 + Math.log(4) / Math.log(16)), 12)
      expect(ropeFrequencies(rope!, 17)[1]! * 2).toBeCloseTo(ropeFrequencies(rope!, 16)[1]!, 12)
    }
  })
  test('rows that depend on the length are not kept', () => {
    const [rope] = scaled({ type: 'dynamic', factor: 2 }).ropes
    const table = new RopeTable(rope!)
    const short = Float32Array.from(table.read(0, 32).cos.subarray(0, 256))
    expect(table.read(0, 40).cos.subarray(0, 256)).not.toEqual(short)
    expect(table.read(0, 32).cos.subarray(0, 256)).toEqual(short)
  })
})

test.each([
  ['gemma3_text', { use_bidirectional_attention: true }, 'use_bidirectional_attention in config.json is true'],
  ['bert', { position_embedding_type: 'relative_key' }, 'position_embedding_type in config.json is relative_key'],
  ['bert', { is_decoder: true }, 'is_decoder in config.json is true'],
  [
    'llama',
    { rope_scaling: { type: 'longrope', short_factor: [1], long_factor: [1] } },
    'short_factor in rope_scaling in config.json is [1], expected 8 numbers',
  ],
  ['llama', { rope_scaling: { type: 'yarn', factor: 0 } }, 'factor in rope_scaling in config.json is 0, expected a number above 0'],
  ['llama', { num_key_value_heads: 3 }, 'num_key_value_heads in config.json is 3, which does not divide the 4 heads'],
  ['smollm3', { no_rope_layers: [1, 0] }, 'no_rope_layers in config.json is [1,0], expected 4 numbers'],
])('%s is refused with %o', (type, more, sentence) => {
  expect(() => read(type, more as JsonObject)).toThrow(sentence)
})
