/*
 * A model taken apart for counting: every part that holds weights or multiplies, with its shape, parameters and products, and what one
 * pass reads. Told by the program; nothing is computed with the weights.
 */
import type { Op, Program, ValueInfo } from './ir/program'
import { weightNeeds } from './ir/weight-needs'
import { partsOf } from './model'
import { buildProgram } from './models'
import type { LoadedModel } from './types'

export interface ModelPart {
  /** `block 0`, `attention`, `queries`. */
  readonly path: readonly string[]
  /** What it gives, in letters and numbers: `[T, H 8, D 32]`. */
  readonly shape: string
  /** Counted where a weight is read first: 0 where another part has it already. */
  readonly parameters: number
  /** Multiplications and additions of its products for `rows` tokens that see `keys`. */
  flops(rows: number, keys: number): number
}

export interface ModelCounts {
  readonly parts: readonly ModelPart[]
  readonly parameters: number
  /** Parameters that one pass reads: of tables that are looked up alone, the rows of its tokens. */
  parametersRead(rows: number): number
  /** Numbers of keys and values kept for a text of this length; 0 for encoders. */
  keptNumbers(length: number): number
}

export function countModel(model: LoadedModel): ModelCounts {
  const { family, spec } = partsOf(model)
  const program = buildProgram(family, spec, { lastRowOnly: spec.causal })
  const sizes = new Map(weightNeeds(program).map(({ name, shape }) => [name, shape.reduce((product, size) => product * size, 1)]))
  const counted = new Set<string>()
  const parts = program.ops.flatMap((op): ModelPart[] => {
    const all = namesOf(op)
    const products = productsOf(op, program)
    if (all.length === 0 && products === null) return []
    const names = all.filter((name) => !counted.has(name))
    for (const name of names) counted.add(name)
    const parameters = names.reduce((sum, name) => sum + sizes.get(name)!, 0)
    return [{ path: pathOf(op, program), shape: shapeWords(program.values.get(op.out)!), parameters, flops: products ?? (() => 0) }]
  })
  const tables = program.ops.flatMap((op) => (op.op === 'embed' || op.op === 'positions' || op.op === 'token-types' ? [op] : []))
  const whole = new Set(program.ops.flatMap((op) => (op.op === 'linear' ? [op.weight] : [])))
  const onlyLookedUp = tables.filter(({ weight }) => !whole.has(weight))
  const parameters = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  const lookedUp = onlyLookedUp.reduce((sum, { weight }) => sum + sizes.get(weight)!, 0)
  const row = onlyLookedUp.length * spec.width
  return {
    parts,
    parameters,
    parametersRead: (rows) => parameters - lookedUp + Math.min(lookedUp, rows * row),
    keptNumbers: (length) => keptNumbers(program, length),
  }
}

/** Results of single heads are made only where someone asks for them. */
function namesOf(op: Op): readonly string[] {
  if (op.op === 'head-results' || op.op === 'sum-heads' || !('weight' in op)) return []
  return 'bias' in op && op.bias !== null ? [op.weight, op.bias] : [op.weight]
}

function productsOf(op: Op, program: Program): ModelPart['flops'] | null {
  if (op.op === 'linear') {
    const rowsFixed = program.values.get(op.out)!.shape[0] === 1
    return (rows) => 2 * (rowsFixed ? 1 : rows) * op.inner * op.outer
  }
  if (op.op === 'scores' || op.op === 'mix') {
    const window = windowOf(op, program)
    return (rows, keys) => 2 * op.heads * op.size * rows * Math.min(keys, window)
  }
  return null
}

/** Of the layer's mask; its scores and its mixture need no keys beyond it. */
function windowOf(op: Op, program: Program): number {
  const layer = /^blocks\.\d+\./.exec(op.out)?.[0] ?? ''
  const mask = program.ops.find((other) => other.op === 'mask' && other.out.startsWith(layer))
  return mask?.op === 'mask' && mask.window !== null ? mask.window : Infinity
}

function keptNumbers(program: Program, length: number): number {
  const appends = program.ops.flatMap((op) => (op.op === 'append' ? [op] : []))
  return appends.reduce((sum, op) => sum + op.heads * op.size * Math.min(length, windowOf(op, program)), 0)
}

function shapeWords({ dims, shape }: ValueInfo): string {
  return `[${dims.map((dim, axis) => (typeof shape[axis] === 'number' && dim !== '1' ? `${dim} ${shape[axis]}` : dim)).join(', ')}]`
}

const WITHIN: readonly (readonly [RegExp, string, string])[] = [
  [/^attn\.(q|k|v)$/, 'attention', ''],
  [/^attn\.qkv$/, 'attention', 'queries, keys and values'],
  [/^attn\.q_norm\./, 'attention', 'norm of queries'],
  [/^attn\.k_norm\./, 'attention', 'norm of keys'],
  [/^attn\.hook_attn_scores_raw$/, 'attention', 'scores'],
  [/^attn\.hook_z$/, 'attention', 'mixture'],
  [/^(attn\.out|hook_attn_out)$/, 'attention', 'output'],
  [/^mlp\.gate_up$/, 'mlp', 'gate and up'],
  [/^mlp\.hook_pre_linear$/, 'mlp', 'up'],
  [/^(mlp\.out|hook_mlp_out)$/, 'mlp', 'down'],
]
const LETTERS: Readonly<Record<string, string>> = { q: 'queries', k: 'keys', v: 'values' }
const NORMS: Readonly<Record<string, string>> = {
  ln1: 'first norm',
  ln1_post: 'norm after attention',
  ln2: 'second norm',
  ln2_post: 'norm after mlp',
}
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  hook_embed: ['embedding', 'tokens'],
  'embed.plain': ['embedding', 'tokens'],
  hook_pos_embed: ['embedding', 'positions'],
  hook_token_type_embed: ['embedding', 'token types'],
  hook_position_bias: ['embedding', 'relative positions'],
  'embed.ln.hook_normalized': ['embedding', 'norm'],
  'ln_final.hook_normalized': ['end', 'norm'],
  logits: ['end', 'logits'],
  'logits.raw': ['end', 'logits'],
  'pooled.dense': ['end', 'pooler'],
  'mlm.dense': ['end', 'dense'],
  'mlm.ln.hook_normalized': ['end', 'norm'],
  'classes.dense': ['end', 'dense'],
  'classes.row': ['end', 'logits'],
}

function pathOf(op: Op, program: Program): readonly string[] {
  const inBlock = /^blocks\.(\d+)\.(.+)$/.exec(op.out)
  if (!inBlock) return OUTSIDE[op.out] ?? [op.out]
  const [, layer, name] = inBlock as unknown as [string, string, string]
  const block = `block ${layer}`
  const norm = NORMS[name.split('.')[0]!]
  if (norm) return [block, norm]
  if (name === 'mlp.hook_pre') return [block, 'mlp', program.values.has(`blocks.${layer}.mlp.hook_pre_linear`) ? 'gate' : 'up']
  const found = WITHIN.find(([pattern]) => pattern.test(name))
  return found ? [block, found[1], found[2] || LETTERS[name.slice(-1)]!] : [block, name]
}
