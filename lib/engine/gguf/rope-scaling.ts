/* How a GGUF file says that rotary frequencies are scaled: by keys, or by a tensor of factors, read back as config.json's rope_scaling. */
import { pow } from '../../tensor/math'
import type { JsonObject } from '../files/json'
import { EngineFailure } from '../types'
import type { Entries } from './metadata'

/** Values of the small tensors `rope_freqs` and `rope_factors_*`, where the file has them. */
export interface RopeFactors {
  readonly frequencies?: readonly number[]
  readonly long?: readonly number[]
  readonly short?: readonly number[]
}

export function ropeScaling(entries: Entries, headSize: number, factors: RopeFactors): JsonObject | undefined {
  if (factors.long && factors.short) return longRope(entries, factors.long, factors.short)
  if (factors.frequencies) return llama3Scaling(entries, headSize, factors.frequencies)
  const type = entries.text('.rope.scaling.type')
  const factor = entries.number('.rope.scaling.factor')
  if (type === undefined || type === 'none' || !factor || factor === 1) return undefined
  if (type === 'linear') return { rope_type: 'linear', factor }
  if (type === 'yarn') return yarn(entries, factor)
  throw new EngineFailure(
    'bad-config',
    `${entries.prefix}.rope.scaling.type is ${type.slice(0, 40)}; known are none, linear, yarn and longrope.`,
  )
}

const present = (values: Record<string, unknown>): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

function yarn(entries: Entries, factor: number): JsonObject {
  return present({
    rope_type: 'yarn',
    factor,
    original_max_position_embeddings: entries.number('.rope.scaling.original_context_length'),
    beta_fast: entries.number('.rope.scaling.yarn_beta_fast'),
    beta_slow: entries.number('.rope.scaling.yarn_beta_slow'),
  })
}

function longRope(entries: Entries, long: readonly number[], short: readonly number[]): JsonObject {
  return present({
    rope_type: 'longrope',
    long_factor: long,
    short_factor: short,
    original_max_position_embeddings: entries.number('.rope.scaling.original_context_length'),
    attention_factor: entries.number('.rope.scaling.attn_factor') || undefined,
  })
}

/** Powers of two, the one of all Llamas first. */
const TRAINED_LENGTHS = [8192, ...Array.from({ length: 16 }, (_, i) => 2 ** (i + 5))]

/**
 * Llama 3's scaling comes as one divisor a frequency. Its settings are found again: the factor is the largest divisor, the trained
 * length is tried, and what they give must be the tensor.
 */
function llama3Scaling(entries: Entries, headSize: number, divisors: readonly number[]): JsonObject | undefined {
  if (divisors.every((divisor) => divisor === 1)) return undefined
  const base = entries.number('.rope.freq_base') ?? 10000
  const factor = divisors.reduce((most, divisor) => Math.max(most, divisor), 1)
  for (const original of TRAINED_LENGTHS) {
    if (divisors.every((divisor, i) => close(divisor, llama3Divisor(pow(base, (-2 * i) / headSize), factor, original)))) {
      return { rope_type: 'llama3', factor, original_max_position_embeddings: original, low_freq_factor: 1, high_freq_factor: 4 }
    }
  }
  throw new EngineFailure('bad-config', 'The tensor rope_freqs scales the rotary frequencies in a way that is not known here.')
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * b

/** Long waves are divided by the factor, short ones kept, those between blended; bounds 1 and 4 turns over the trained length. */
function llama3Divisor(frequency: number, factor: number, original: number): number {
  const turns = (original * frequency) / (2 * Math.PI)
  if (turns < 1) return factor
  if (turns > 4) return 1
  const share = (turns - 1) / 3
  return 1 / ((1 - share) / factor + share)
}
