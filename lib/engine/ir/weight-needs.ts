/* Which weights a program reads, and their shapes: told by its operations, in the order in which they are first read. */
import type { Op, Program } from './program'

export interface WeightNeed {
  readonly name: string
  readonly shape: readonly number[]
}

export function weightNeeds(program: Program): WeightNeed[] {
  const shapes = new Map<string, readonly number[]>()
  for (const op of program.ops) {
    const width = program.values.get(op.out)!.shape.at(-1) as number
    for (const { name, shape } of needsOf(op, width)) if (!shapes.has(name)) shapes.set(name, shape)
  }
  return [...shapes].map(([name, shape]) => ({ name, shape }))
}

function needsOf(op: Op, width: number): WeightNeed[] {
  switch (op.op) {
    case 'embed':
    case 'positions':
    case 'token-types':
      return [{ name: op.weight, shape: [op.rows, width] }]
    case 'position-bias':
      return [{ name: op.weight, shape: [op.buckets, op.heads] }]
    case 'normalize':
      return withBias({ name: op.weight, shape: [op.width] }, op.bias, op.width)
    case 'linear':
      return withBias({ name: op.weight, shape: op.layout === 'out-in' ? [op.outer, op.inner] : [op.inner, op.outer] }, op.bias, op.outer)
    default:
      // head-results and sum-heads read what the output projection reads.
      return []
  }
}

function withBias(need: WeightNeed, bias: string | null, size: number): WeightNeed[] {
  return bias === null ? [need] : [need, { name: bias, shape: [size] }]
}
