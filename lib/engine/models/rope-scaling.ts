/*
 * What the rotary scalings do to frequencies, and to the length of queries and keys. Sources: arXiv:2306.15595 (linear); NTK-aware
 * scaling with a growing base (dynamic); the Llama 3.1 release (llama3); arXiv:2309.00071 (yarn); arXiv:2402.13753 (longrope).
 */
import { log, pow } from '../../tensor/math'
import type { Settings } from './config'

export interface RopeSpec {
  readonly kind: 'none' | 'linear' | 'dynamic' | 'llama3' | 'yarn' | 'longrope'
  readonly base: number
  /** Dimensions that turn, from the first of each head. */
  readonly size: number
  readonly factor: number
  /** Positions the model was trained on before scaling. */
  readonly original: number
  readonly lowFrequencyFactor: number
  readonly highFrequencyFactor: number
  /** yarn: turns over the original length from which a pair is kept, and below which it is divided. */
  readonly betaFast: number
  readonly betaSlow: number
  /** yarn: the bounds between the two are whole pairs. */
  readonly truncate: boolean
  /** longrope: one divisor for each pair, up to the original length and beyond it. */
  readonly shortFactors: readonly number[]
  readonly longFactors: readonly number[]
  /** Times every cosine and sine. */
  readonly attentionFactor: number
}

/** Radians per position for each pair of dimensions. `length` counts for dynamic scaling and longrope alone. */
export function ropeFrequencies(rope: RopeSpec, length: number): Float64Array {
  const base = rope.kind === 'dynamic' && length > rope.original ? grownBase(rope, length) : rope.base
  const plain = Float64Array.from({ length: rope.size / 2 }, (_, i) => 1 / pow(base, (2 * i) / rope.size))
  switch (rope.kind) {
    case 'none':
    case 'dynamic':
      return plain
    case 'linear':
      return plain.map((frequency) => frequency / rope.factor)
    case 'llama3':
      return plain.map((frequency) => llama3Frequency(rope, frequency))
    case 'yarn':
      return yarnFrequencies(rope, plain)
    case 'longrope': {
      const factors = length > rope.original ? rope.longFactors : rope.shortFactors
      return plain.map((frequency, i) => frequency / factors[i]!)
    }
  }
}

function grownBase(rope: RopeSpec, length: number): number {
  const growth = (rope.factor * length) / rope.original - (rope.factor - 1)
  return rope.base * pow(growth, rope.size / (rope.size - 2))
}

/** Long waves are divided by the factor, short ones kept, those between blended. */
function llama3Frequency(rope: RopeSpec, frequency: number): number {
  const turns = (rope.original * frequency) / (2 * Math.PI)
  if (turns < rope.lowFrequencyFactor) return frequency / rope.factor
  if (turns > rope.highFrequencyFactor) return frequency
  const share = (turns - rope.lowFrequencyFactor) / (rope.highFrequencyFactor - rope.lowFrequencyFactor)
  return ((1 - share) * frequency) / rope.factor + share * frequency
}

/** The same blend by a straight ramp over the pairs, from the one that turns `betaFast` times to the one that turns `betaSlow` times. */
function yarnFrequencies(rope: RopeSpec, plain: Float64Array): Float64Array {
  const pairAt = (turns: number) => (rope.size * log(rope.original / (turns * 2 * Math.PI))) / (2 * log(rope.base))
  const [from, to] = [pairAt(rope.betaFast), pairAt(rope.betaSlow)]
  const low = Math.max(rope.truncate ? Math.floor(from) : from, 0)
  const high = Math.min(rope.truncate ? Math.ceil(to) : to, rope.size - 1)
  const span = low === high ? 0.001 : high - low
  return plain.map((frequency, i) => {
    const divided = Math.min(1, Math.max(0, (i - low) / span))
    return (frequency / rope.factor) * divided + frequency * (1 - divided)
  })
}

/** By how much yarn and longrope lengthen queries and keys, so that attention stays as sharp over more positions. */
export function attentionFactor(rope: RopeSpec, part: Settings): number {
  if (rope.kind !== 'yarn' && rope.kind !== 'longrope') return 1
  if (part.has('attention_factor')) return part.number('attention_factor')
  if (rope.kind === 'longrope') return rope.factor <= 1 ? 1 : Math.sqrt(1 + log(rope.factor) / log(rope.original))
  const grown = (scale: number) => (rope.factor <= 1 ? 1 : 0.1 * scale * log(rope.factor) + 1)
  const [above, below] = [part.number('mscale', 0), part.number('mscale_all_dim', 0)]
  return above && below ? grown(above) / grown(below) : grown(1)
}
