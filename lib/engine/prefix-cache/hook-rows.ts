/* What each hook of a causal program holds of one position: rows, rows of a map, or scores with later keys, which are never final. */
import type { Program } from '../ir/program'
import type { Beyond } from './rows'

export type HookRows =
  /** [T, …] */
  | { readonly kind: 'rows' }
  /** [H, T, S] behind the mask. */
  | { readonly kind: 'map'; readonly beyond: Beyond }
  /** [H, T, S] before it: each new token adds a number to every row. */
  | { readonly kind: 'open' }

export function hookRows({ ops, values }: Program): (hook: string) => HookRows {
  const makers = new Map(ops.map((op) => [op.out, op.op]))
  return (hook) => {
    const { dims, shape } = values.get(hook)!
    if (dims.includes('S')) {
      const maker = makers.get(hook)
      if (maker === 'mask') return { kind: 'map', beyond: 'infinite' }
      return maker === 'softmax' ? { kind: 'map', beyond: 'zero' } : { kind: 'open' }
    }
    return shape[0] === 'T' ? { kind: 'rows' } : { kind: 'open' }
  }
}
