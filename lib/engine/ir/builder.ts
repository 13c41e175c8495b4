/* Writes a program operation by operation and keeps each value's dims. Model families speak only to this. */
import type { ActivationName, NormKind } from '../../tensor'
import type { Op, OpName, Program, Size, ValueInfo, WeightLayout } from './program'

export interface Sizes {
  readonly width: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly headSize: number
  readonly mlpWidth: number
  readonly vocabulary: number
}

export interface ProgramOptions {
  /** Hooks that will be edited: an edited `hook_result` must be summed instead of skipped. */
  readonly edited: ReadonlySet<string>
  /** Only the last row's logits: [1, V]. */
  readonly lastRowOnly: boolean
}

export interface NormWeights {
  readonly kind: NormKind
  readonly epsilon: number
  readonly weight: string
  readonly bias: string | null
  /** Gemma multiplies by 1 + weight. */
  readonly offset?: 0 | 1
}

export interface LinearWeights {
  readonly weight: string
  readonly bias: string | null
  readonly layout: WeightLayout
}

/** Hooks without `hook_` in their names: what a model gives. */
const RESULTS: ReadonlySet<string> = new Set(['logits', 'pooled', 'sentence_embedding'])

type OpBody<Name extends OpName> = Omit<Extract<Op, { op: Name }>, 'op' | 'out' | 'inputs'>

export class ProgramBuilder {
  private ops: Op[] = []
  private values = new Map<string, ValueInfo>()

  constructor(
    readonly sizes: Sizes,
    readonly options: ProgramOptions,
  ) {}

  /** Writes on into the same program, for a part of the model whose sizes differ. */
  resized(sizes: Partial<Sizes>): ProgramBuilder {
    const part = new ProgramBuilder({ ...this.sizes, ...sizes }, this.options)
    part.ops = this.ops
    part.values = this.values
    return part
  }

  build(): Program {
    const hooks = [...this.values.values()].filter((value) => value.hook).map((value) => value.name)
    return { ops: this.ops, values: this.values, hooks }
  }

  embed(out: string, weight: string): string {
    const { width, vocabulary } = this.sizes
    return this.push('embed', out, [], { weight, rows: vocabulary }, ['T', 'C'], ['T', width])
  }

  /** `padding`: see the op. */
  positions(out: string, weight: string, rows: number, padding: number | null = null): string {
    return this.push('positions', out, [], { weight, rows, padding }, ['T', 'C'], ['T', this.sizes.width])
  }

  tokenTypes(out: string, weight: string, rows: number): string {
    return this.push('token-types', out, [], { weight, rows }, ['T', 'C'], ['T', this.sizes.width])
  }

  copy(out: string, x: string): string {
    return this.like('copy', out, [x], {})
  }

  add(out: string, a: string, b: string): string {
    return this.like('add', out, [a, b], {})
  }

  multiply(out: string, a: string, b: string): string {
    return this.like('multiply', out, [a, b], {})
  }

  activation(out: string, x: string, activation: ActivationName): string {
    return this.like('activation', out, [x], { activation })
  }

  /** `prefix` gives the two hooks `.hook_scale` and `.hook_normalized`; `out` another name than the second. */
  norm(prefix: string, x: string, norm: NormWeights, out = `${prefix}.hook_normalized`): string {
    const { kind, epsilon, weight, bias, offset = 0 } = norm
    const { dims, shape } = this.info(x)
    const width = this.width(x)
    const scaleShape = [...shape.slice(0, -1), 1]
    const scaleBody = { norm: kind, epsilon, width }
    const scale = this.push('norm-scale', `${prefix}.hook_scale`, [x], scaleBody, [...dims.slice(0, -1), '1'], scaleShape)
    return this.like('normalize', out, [x, scale], { norm: kind, weight, bias, width, offset })
  }

  linear(out: string, x: string, weights: LinearWeights, outer: number, letter: string): string {
    const info = this.info(x)
    const body = { ...weights, inner: this.width(x), outer }
    return this.push('linear', out, [x], body, [info.dims[0]!, letter], [info.shape[0]!, outer])
  }

  slice(out: string, x: string, start: number, size: number, letter = 'N'): string {
    const { dims, shape } = this.info(x)
    return this.push(
      'slice',
      out,
      [x],
      { start, size, width: this.width(x) },
      [...dims.slice(0, -1), letter],
      [...shape.slice(0, -1), size],
    )
  }

  /** [T, heads·size] → [T, heads, size] */
  splitHeads(out: string, x: string, kind: 'query' | 'key', size = this.sizes.headSize): string {
    const heads = kind === 'query' ? this.sizes.heads : this.sizes.keyValueHeads
    return this.push('split-heads', out, [x], { heads, size }, ['T', kind === 'query' ? 'H' : 'Hkv', 'D'], ['T', heads, size])
  }

  mergeHeads(out: string, x: string): string {
    const [, heads, size] = this.info(x).shape as [Size, number, number]
    return this.push('merge-heads', out, [x], { width: heads * size }, ['T', 'N'], ['T', heads * size])
  }

  rope(out: string, x: string, table: number, turns: number): string {
    const [, heads, size] = this.info(x).shape as [Size, number, number]
    return this.like('rope', out, [x], { table, heads, size, turns })
  }

  append(out: string, x: string, cache: string): string {
    const { keyValueHeads: heads, headSize: size } = this.sizes
    return this.push('append', out, [x], { cache, heads, size }, ['S', 'Hkv', 'D'], ['S', heads, size])
  }

  scores(out: string, q: string, k: string): string {
    return this.push('scores', out, [q, k], this.headShape(), ['H', 'T', 'S'], [this.sizes.heads, 'T', 'S'])
  }

  scale(out: string, x: string, factor: number): string {
    return this.like('scale', out, [x], { factor })
  }

  positionBias(out: string, weight: string, buckets: number, distance: number): string {
    const { heads } = this.sizes
    return this.push('position-bias', out, [], { weight, heads, buckets, distance }, ['H', 'T', 'S'], [heads, 'T', 'S'])
  }

  mask(out: string, x: string, causal: boolean, window: number | null): string {
    return this.like('mask', out, [x], { causal, window })
  }

  softmax(out: string, x: string): string {
    return this.like('softmax', out, [x], {})
  }

  mix(out: string, pattern: string, v: string): string {
    const { heads, headSize } = this.sizes
    return this.push('mix', out, [pattern, v], this.headShape(), ['T', 'H', 'D'], ['T', heads, headSize])
  }

  headResults(out: string, z: string, { weight, layout }: LinearWeights): string {
    const { heads, headSize: size, width } = this.sizes
    return this.push('head-results', out, [z], { weight, layout, heads, size, width }, ['T', 'H', 'C'], ['T', heads, width])
  }

  sumHeads(out: string, results: string, bias: string | null): string {
    const { heads, width } = this.sizes
    return this.push('sum-heads', out, [results], { bias, heads, width }, ['T', 'C'], ['T', width])
  }

  lastRow(out: string, x: string): string {
    const info = this.info(x)
    return this.push('last-row', out, [x], {}, info.dims, [1, ...info.shape.slice(1)])
  }

  pool(out: string, x: string, by: 'first' | 'mean'): string {
    return this.push('pool', out, [x], { by, width: this.width(x) }, ['1', 'C'], [1, this.width(x)])
  }

  unitLength(out: string, x: string): string {
    return this.like('unit-length', out, [x], {})
  }

  /** [1, N] → [N] */
  flatten(out: string, x: string): string {
    const { dims, shape } = this.info(x)
    return this.push('flatten', out, [x], {}, dims.slice(1), shape.slice(1))
  }

  private headShape() {
    const { heads, keyValueHeads: keyHeads, headSize: size } = this.sizes
    return { heads, keyHeads, size }
  }

  /** Of the last axis. */
  private width(name: string): number {
    return this.info(name).shape.at(-1) as number
  }

  private info(name: string): ValueInfo {
    const info = this.values.get(name)
    if (!info) throw new Error(`The program has no value ${name}.`)
    return info
  }

  /** An operation whose result looks like its first input. */
  private like<Name extends OpName>(op: Name, out: string, inputs: readonly string[], body: OpBody<Name>): string {
    const { dims, shape } = this.info(inputs[0]!)
    return this.push(op, out, inputs, body, dims, shape)
  }

  private push<Name extends OpName>(
    op: Name,
    out: string,
    inputs: readonly string[],
    body: OpBody<Name>,
    dims: readonly string[],
    shape: readonly Size[],
  ): string {
    const hook = /(^|\.)hook_[a-z0-9_]+$/.test(out) || RESULTS.has(out)
    this.ops.push({ op, out, inputs, ...body } as unknown as Op)
    this.values.set(out, { name: out, dims, shape, hook })
    return out
  }
}
