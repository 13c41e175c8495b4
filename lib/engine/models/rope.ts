/*
 * Rotary settings as config files spell them, and the cos/sin rows of positions. What the scalings do to frequencies is in
 * rope-scaling.ts. Source: arXiv:2104.09864.
 */
import { cos, sin } from '../../tensor/math'
import type { Settings } from './config'
import { attentionFactor, ropeFrequencies, type RopeSpec } from './rope-scaling'

export type { RopeSpec } from './rope-scaling'

const kinds: Readonly<Record<string, RopeSpec['kind']>> = {
  default: 'none',
  linear: 'linear',
  dynamic: 'dynamic',
  llama3: 'llama3',
  yarn: 'yarn',
  longrope: 'longrope',
  su: 'longrope',
}

export interface RopeDefaults {
  readonly headSize: number
  /** max_position_embeddings */
  readonly positions: number
  readonly base?: number
  /** The config's own key for the base, and for the share of each head that turns. */
  readonly baseKey?: string
  readonly shareKey?: string
  readonly share?: number
  /** Names that mean another kind in this family: Phi-3 once wrote yarn for longrope. */
  readonly rename?: Readonly<Record<string, string>>
}

/**
 * New spelling: `rope_parameters`. Old: `rope_theta` beside `rope_scaling` with `rope_type` or `type`. `part` gives the settings where
 * a family keeps several.
 */
export function readRope(config: Settings, defaults: RopeDefaults, given?: Settings | null): RopeSpec {
  const part = given === undefined ? (config.part('rope_scaling') ?? config.part('rope_parameters')) : given
  const baseKey = defaults.baseKey ?? 'rope_theta'
  const shareKey = defaults.shareKey ?? 'partial_rotary_factor'
  const base = part?.has('rope_theta') ? part.number('rope_theta') : config.number(baseKey, defaults.base ?? 10000)
  const share = part?.has('partial_rotary_factor') ? part.number('partial_rotary_factor') : config.number(shareKey, defaults.share ?? 1)
  const size = Math.trunc(defaults.headSize * share)
  if (size % 2 || size < 2 || size > defaults.headSize)
    throw config.failure('head_dim', `is ${defaults.headSize}, of which ${size} dimensions turn; rotary embedding needs an even number`)
  const name = part ? part.text('rope_type', part.text('type', 'default')) : 'default'
  const kind = kindOf(config, defaults.rename?.[name] ?? name)
  const plain = { ...noScaling, base, size, original: defaults.positions }
  return part && kind !== 'none' ? scaled(config, part, kind, plain, defaults.positions) : plain
}

const noScaling: Omit<RopeSpec, 'base' | 'size' | 'original'> = {
  kind: 'none',
  factor: 1,
  lowFrequencyFactor: 1,
  highFrequencyFactor: 4,
  betaFast: 32,
  betaSlow: 1,
  truncate: true,
  shortFactors: [],
  longFactors: [],
  attentionFactor: 1,
}

function kindOf(config: Settings, name: string): RopeSpec['kind'] {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind) throw config.failure('rope scaling', `is ${name.slice(0, 40)}; known are ${Object.keys(kinds).join(', ')}`)
  return kind
}

function scaled(config: Settings, part: Settings, kind: RopeSpec['kind'], plain: RopeSpec, positions: number): RopeSpec {
  // Where the original length stands beside the scaling, as in Phi-3, that one counts.
  const stretched = kind === 'llama3' || kind === 'yarn' || kind === 'longrope'
  const original = stretched ? originalLength(config, part, positions) : positions
  const ratio = kind === 'yarn' || kind === 'longrope' ? positions / original : undefined
  const factors = (key: string): readonly number[] => (kind === 'longrope' ? part.numbers(key, plain.size / 2) : [])
  const rope: RopeSpec = {
    ...plain,
    kind,
    original,
    factor: part.number('factor', ratio),
    lowFrequencyFactor: part.number('low_freq_factor', 1),
    highFrequencyFactor: part.number('high_freq_factor', 4),
    betaFast: part.number('beta_fast', 0) || 32,
    betaSlow: part.number('beta_slow', 0) || 1,
    truncate: part.flag('truncate', true),
    shortFactors: factors('short_factor'),
    longFactors: factors('long_factor'),
  }
  if (!(rope.factor > 0)) throw part.failure('factor', `is ${rope.factor}, expected a number above 0`)
  return { ...rope, attentionFactor: attentionFactor(rope, part) }
}

function originalLength(config: Settings, part: Settings, positions: number): number {
  const key = 'original_max_position_embeddings'
  return config.has(key) ? config.size(key) : part.size(key, positions)
}

/** How long a prompt may be: scalings stretch the trained length by their factor. */
export function ropeContext(rope: RopeSpec, positions: number): number {
  if (rope.kind === 'linear' || rope.kind === 'dynamic') return Math.floor(positions * Math.max(1, rope.factor))
  return rope.kind === 'yarn' ? Math.max(positions, Math.floor(rope.original * rope.factor)) : positions
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
      rows.cos[row * half + i] = cos(angle) * rope.attentionFactor
      rows.sin[row * half + i] = sin(angle) * rope.attentionFactor
    }
  }
  return rows
}

/** Keeps the rows of a model so that typing does not compute them again. */
export class RopeTable {
  private rows: RopeRows = { cos: new Float32Array(0), sin: new Float32Array(0) }
  private known = 0
  constructor(private readonly rope: RopeSpec) {}

  /** Beyond their original length, dynamic and longrope turn every position otherwise: nothing of it is kept. */
  read(first: number, count: number): RopeRows {
    const { rope } = this
    const changing = rope.kind === 'dynamic' || rope.kind === 'longrope'
    if (changing && first + count > rope.original) return ropeRows(rope, first, count)
    if (first + count > this.known) {
      this.known = Math.max(first + count, Math.min(2 * this.known, rope.original))
      this.rows = ropeRows(rope, 0, this.known)
    }
    const half = rope.size / 2
    const part = (rows: Float32Array) => rows.subarray(first * half, (first + count) * half)
    return { cos: part(this.rows.cos), sin: part(this.rows.sin) }
  }
}
