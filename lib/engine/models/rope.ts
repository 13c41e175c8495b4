/*
 * Rotary frequencies and the cos/sin rows of positions, for the scalings none, linear, dynamic and llama3.
 * Sources: arXiv:2104.09864; arXiv:2306.15595 (linear); NTK-aware scaling with a growing base (dynamic); the Llama 3.1 release (llama3).
 */
import { cos, pow, sin } from '../../tensor/math'
import type { Settings } from './config'

export interface RopeSpec {
  readonly kind: 'none' | 'linear' | 'dynamic' | 'llama3'
  readonly base: number
  /** Dimensions that turn: the whole head here. */
  readonly size: number
  readonly factor: number
  /** Positions the model was trained on before scaling. */
  readonly original: number
  readonly lowFrequencyFactor: number
  readonly highFrequencyFactor: number
}

const kinds: Readonly<Record<string, RopeSpec['kind']>> = { default: 'none', linear: 'linear', dynamic: 'dynamic', llama3: 'llama3' }

/** New spelling: `rope_parameters`. Old: `rope_theta` beside `rope_scaling` with `rope_type` or `type`. */
export function readRope(config: Settings, size: number, positions: number): RopeSpec {
  const part = config.part('rope_parameters') ?? config.part('rope_scaling')
  const base = part?.has('rope_theta') ? part.number('rope_theta') : config.number('rope_theta', 10000)
  const name = part ? part.text('rope_type', part.text('type', 'default')) : 'default'
  const kind = Object.hasOwn(kinds, name) ? kinds[name]! : undefined
  if (!kind) throw config.failure('rope scaling', `is ${name.slice(0, 40)}; known are ${Object.keys(kinds).join(', ')}`)
  if (size % 2) throw config.failure('head_dim', `is ${size}; rotary embedding needs an even number`)
  return {
    kind,
    base,
    size,
    factor: kind === 'none' ? 1 : part!.number('factor', 1),
    original: kind === 'llama3' ? part!.number('original_max_position_embeddings', 8192) : positions,
    lowFrequencyFactor: kind === 'llama3' ? part!.number('low_freq_factor', 1) : 1,
    highFrequencyFactor: kind === 'llama3' ? part!.number('high_freq_factor', 4) : 4,
  }
}

/** How long a prompt may be: linear and dynamic scaling stretch the trained length by their factor. */
export function ropeContext(rope: RopeSpec, positions: number): number {
  return rope.kind === 'linear' || rope.kind === 'dynamic' ? Math.floor(positions * Math.max(1, rope.factor)) : positions
}

/** Radians per position for each pair of dimensions. `length` counts for dynamic scaling alone. */
export function ropeFrequencies(rope: RopeSpec, length: number): Float64Array {
  const base = rope.kind === 'dynamic' && length > rope.original ? grownBase(rope, length) : rope.base
  return Float64Array.from({ length: rope.size / 2 }, (_, i) => {
    const frequency = 1 / pow(base, (2 * i) / rope.size)
    if (rope.kind === 'linear') return frequency / rope.factor
    return rope.kind === 'llama3' ? llama3Frequency(rope, frequency) : frequency
  })
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

export interface RopeRows {
  /** [count, size/2] */
  readonly cos: Float32Array
  readonly sin: Float32Array
}

/** Rows for the positions first … first + count − 1 of a sequence that is `first + count` long. */
export function ropeRows(rope: RopeSpec, first: number, count: number): RopeRows {
  const frequencies = ropeFrequencies(rope, first + count)
  const half = frequencies.length
  const rows = { cos: new Float32Array(count * half), sin: new Float32Array(count * half) }
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < half; i++) {
      const angle = (first + row) * frequencies[i]!
      rows.cos[row * half + i] = cos(angle)
      rows.sin[row * half + i] = sin(angle)
    }
  }
  return rows
}

/** Keeps the rows of a model so that typing does not compute them again. */
export class RopeTable {
  private rows: RopeRows = { cos: new Float32Array(0), sin: new Float32Array(0) }
  private known = 0
  constructor(private readonly rope: RopeSpec) {}

  read(first: number, count: number): RopeRows {
    const { rope } = this
    if (rope.kind === 'dynamic' && first + count > rope.original) return ropeRows(rope, first, count)
    if (first + count > this.known) {
      this.known = Math.max(first + count, Math.min(2 * this.known, rope.original))
      this.rows = ropeRows({ ...rope, kind: rope.kind === 'dynamic' ? 'none' : rope.kind }, 0, this.known)
    }
    const half = rope.size / 2
    const part = (rows: Float32Array) => rows.subarray(first * half, (first + count) * half)
    return { cos: part(this.rows.cos), sin: part(this.rows.sin) }
  }
}
