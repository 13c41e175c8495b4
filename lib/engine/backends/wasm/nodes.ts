/*
 * A program as the kernels run it: operations whose inner tensors nobody reads or edits are joined. Joined or not, the numbers are the
 * same, since the joined kernels round where the single ones do.
 */
import type { Op, Program } from '../../ir/program'

type Of<Name extends Op['op']> = Extract<Op, { op: Name }>

export type Node =
  | { readonly kind: 'op'; readonly op: Op; readonly out: string; readonly inputs: readonly string[] }
  /** Scores, factor, causal mask, softmax and mix. inputs: q, keys, values. */
  | {
      readonly kind: 'attend'
      readonly out: string
      readonly inputs: readonly string[]
      readonly mix: Of<'mix'>
      readonly factor: number
      readonly window: number
    }
  /** An attention's output as the sum of its heads' results, in one fixed order. inputs: the merged heads, and the results where somebody reads them. */
  | { readonly kind: 'project'; readonly out: string; readonly inputs: readonly string[]; readonly op: Of<'linear'>; readonly span: number }
  /** A place for the results that `project` writes. */
  | { readonly kind: 'results'; readonly out: string; readonly inputs: readonly string[] }
  /** An activation times its second input. */
  | { readonly kind: 'gate'; readonly out: string; readonly inputs: readonly string[]; readonly activation: Of<'activation'>['activation'] }

export interface JoinOptions {
  /** Values that somebody reads or edits. */
  readonly seen: ReadonlySet<string>
  /** Keys of padding have to be masked one by one. */
  readonly padded: boolean
  /** Positions of a head by the weight of the output matrix, where a head's result is a sum of its own. */
  readonly spans: ReadonlyMap<string, number>
}

export function joinOps({ ops }: Program, { seen, padded, spans }: JoinOptions): Node[] {
  const uses = new Map<string, number>()
  for (const op of ops) for (const input of op.inputs) uses.set(input, (uses.get(input) ?? 0) + 1)
  const makers = new Map(ops.map((op) => [op.out, op]))
  const inner = <Name extends Op['op']>(value: string, name: Name): Of<Name> | null => {
    const op = makers.get(value)
    return op && op.op === name && uses.get(value) === 1 && !seen.has(value) ? (op as Of<Name>) : null
  }
  const gone = new Set<string>()
  const results = new Map(ops.flatMap((op) => (op.op === 'head-results' ? [[op.weight, op.out]] : [])))
  const summed = new Set(ops.flatMap((op) => (op.op === 'linear' ? [op.weight] : [])))
  const nodes = ops.map((op): Node => {
    if (op.op === 'head-results' && summed.has(op.weight) && spans.has(op.weight)) return { kind: 'results', out: op.out, inputs: [] }
    const span = op.op === 'linear' ? spans.get(op.weight) : undefined
    if (op.op === 'linear' && span !== undefined) {
      const read = results.get(op.weight)
      return { kind: 'project', out: op.out, inputs: read === undefined ? op.inputs : [...op.inputs, read], op, span }
    }
    const joined = op.op === 'mix' && !padded ? attendOf(op, inner, gone) : op.op === 'multiply' ? gateOf(op, inner, gone) : null
    return joined ?? { kind: 'op', op, out: op.out, inputs: op.inputs }
  })
  return nodes.filter(({ out }) => !gone.has(out))
}

type Inner = <Name extends Op['op']>(value: string, name: Name) => Of<Name> | null

function attendOf(mix: Of<'mix'>, inner: Inner, gone: Set<string>): Node | null {
  const softmax = inner(mix.inputs[0]!, 'softmax')
  const mask = softmax && inner(softmax.inputs[0]!, 'mask')
  if (!softmax || !mask || !mask.causal) return null
  const scale = inner(mask.inputs[0]!, 'scale')
  const scores = inner(scale ? scale.inputs[0]! : mask.inputs[0]!, 'scores')
  if (!scores) return null
  for (const op of [softmax, mask, scale, scores]) if (op) gone.add(op.out)
  return {
    kind: 'attend',
    out: mix.out,
    inputs: [scores.inputs[0]!, scores.inputs[1]!, mix.inputs[1]!],
    mix,
    factor: scale?.factor ?? 1,
    window: mask.window ?? 0,
  }
}

function gateOf(multiply: Of<'multiply'>, inner: Inner, gone: Set<string>): Node | null {
  const active = inner(multiply.inputs[0]!, 'activation')
  if (!active) return null
  gone.add(active.out)
  return { kind: 'gate', out: multiply.out, inputs: [active.inputs[0]!, multiply.inputs[1]!], activation: active.activation }
}
