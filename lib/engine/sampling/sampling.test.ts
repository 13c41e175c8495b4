/* Chains against transformers' logits processors (tests/oracles/sampling), and what the reports say. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { argmax, drawFrom, entropyBits, sampleChain, softmax } from '.'
import { readSafetensors } from '../safetensors'
import { EngineFailure, type SamplingStage } from '../types'

const folder = 'tests/oracles/sampling'
const tensors = readSafetensors(readFileSync(`${folder}/samplers.safetensors`))
const oracle = JSON.parse(readFileSync(`${folder}/samplers.json`, 'utf8')) as {
  history_ids: number[]
  rows: Record<string, string>
  cases: { name: string; steps: Record<string, any>[]; other_tokens_left_in_float64: string[] }[]
}

const STAGE: Record<string, (step: Record<string, any>) => object> = {
  TemperatureLogitsWarper: (step) => ({ temperature: step.temperature }),
  TopKLogitsWarper: (step) => ({ topK: step.top_k }),
  TopPLogitsWarper: (step) => ({ topP: step.top_p }),
  MinPLogitsWarper: (step) => ({ minP: step.min_p }),
  RepetitionPenaltyLogitsProcessor: (step) => ({ repetitionPenalty: step.penalty }),
}
const chains = oracle.cases
  .filter(({ steps }) => steps.every((step) => STAGE[step.processor] && step.min_tokens_to_keep === undefined))
  .flatMap(({ name, steps, other_tokens_left_in_float64: fragile }) =>
    Object.keys(oracle.rows).map((row) => ({
      name,
      row,
      fragile: fragile.includes(row),
      stages: steps.map((step) => STAGE[step.processor]!(step) as SamplingStage),
    })),
  )

const left = (values: Iterable<number>): number[] => [...values].filter((value) => value > -Infinity).sort((a, b) => b - a)

describe('chains', () => {
  test.each(chains)('$name on $row', ({ name, row, fragile, stages }) => {
    const got = sampleChain(tensors.get(`logits/${row}`)!.data, stages, oracle.history_ids).at(-1)!.logits
    const want = tensors.get(`${name}/${row}`)!.data
    if (fragile) {
      expect(Math.abs(left(got).length - left(want).length)).toBeLessThanOrEqual(1)
      return
    }
    const [a, b] = [left(got), left(want)]
    expect(a.length).toBe(b.length)
    a.forEach((value, i) => expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(b[i]!))))
    if (row !== 'ties') expect([...got].map((value) => value > -Infinity)).toEqual([...want].map((value) => value > -Infinity))
  })

  test('there is something to compare', () => expect(chains.length).toBeGreaterThanOrEqual(56))

  test('temperature 0 leaves the best, the lowest id among equals', () => {
    const [report] = sampleChain(Float32Array.of(1, 3, 3, -Infinity), [{ temperature: 0 }], [])
    expect([...report!.logits]).toEqual([-Infinity, 3, -Infinity, -Infinity])
    expect(report).toMatchObject({ kept: 1, removed: 2, reason: 'greedy: only the best is left' })
  })

  test('mass removed is what the candidates had before the stage', () => {
    // Probabilities 1/2, 1/4, 1/8, 1/8.
    const logits = Float32Array.of(Math.log(4), Math.log(2), 0, 0)
    const [first, second] = sampleChain(logits, [{ topK: 2 }, { topP: 0.5 }], [])
    expect(first!.massRemoved).toBeCloseTo(1 / 4, 6)
    expect(second!.massRemoved).toBeCloseTo(1 / 3, 6)
    expect(second!.kept).toBe(1)
  })

  test('stages that are off say so and change nothing', () => {
    const logits = Float32Array.of(1, 2)
    for (const report of sampleChain(logits, [{ topK: 0 }, { topP: 1 }, { minP: 0 }, { repetitionPenalty: 1 }], [0])) {
      expect(report.logits).toBe(logits)
      expect(report).toMatchObject({ removed: 0, massRemoved: 0, reason: 'off' })
    }
  })

  test.each([
    { temperature: -1 },
    { topK: 1.5 },
    { topP: 0 },
    { minP: 2 },
    { repetitionPenalty: 0 },
    { topH: 1 },
    {},
    { topK: 1, topP: 1 },
    null,
  ])('%j is refused', (stage) => {
    expect(() => sampleChain(Float32Array.of(1), [stage as unknown as SamplingStage], [])).toThrow(EngineFailure)
  })
})

describe('probabilities', () => {
  test('softmax, entropy', () => {
    expect([...softmax(Float32Array.of(Math.log(3), 0, -Infinity))]).toEqual([0.75, 0.25, 0])
    expect(entropyBits([0.25, 0.25, 0.25, 0.25])).toBe(2)
    expect(entropyBits([1, 0])).toBe(0)
    expect([...softmax([Infinity, 0, Infinity])]).toEqual([0.5, 0, 0.5])
  })

  test('a draw lands where the running sum passes the aim', () => {
    const odds = [0.5, 0, 0.25, 0.25]
    expect([0, 0.49, 0.5, 0.74, 0.75, 0.999999].map((aim) => drawFrom(odds, () => aim))).toEqual([0, 0, 2, 2, 3, 3])
  })

  test('NaN and nothing left are sentences', () => {
    expect(() => argmax([0, NaN])).toThrow('The logit of token 1 is not a number.')
    expect(() => softmax([-Infinity])).toThrow('Every candidate is at −∞: nothing is left to choose from.')
    expect(() => drawFrom([0, 0], () => 0)).toThrow(EngineFailure)
  })
})
