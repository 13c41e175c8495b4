/* Attention as decoders and encoders share it: projections, norms of queries and keys, turning, scores, mask, mixture, output. */
import type { LinearWeights, NormWeights, ProgramBuilder } from '../ir/builder'

export interface AttentionParts {
  readonly projections:
    | { readonly q: LinearWeights; readonly k: LinearWeights; readonly v: LinearWeights }
    /** One matrix whose rows are all q, all k, all v; or of one head after the other, its q, k and v. */
    | { readonly fused: LinearWeights; readonly order: 'parts' | 'heads' }
  readonly output: LinearWeights
  /** Of queries and keys before they turn: one for each head, or one over the whole width. */
  readonly norms?: { readonly q: NormWeights; readonly k: NormWeights; readonly over: 'head' | 'whole' }
  /** Which of the spec's `ropes`, and how many dimensions it turns; null: none. */
  readonly rope: { readonly table: number; readonly turns: number } | null
  readonly scoreScale: number
  readonly softcap?: number | null
  /** A value [H, T, S] added to the scaled scores. */
  readonly bias?: string | null
  readonly causal: boolean
  readonly window: number | null
}

/** Ends in `out`: each head's result, summed, with the output's bias. */
export function attention(builder: ProgramBuilder, layer: number, x: string, parts: AttentionParts, out: string): string {
  const name = `blocks.${layer}.attn`
  const hook = (what: string) => `${name}.hook_${what}`
  const split = projected(builder, name, x, parts)
  const q = turned(builder, name, 'q', split.q, parts) // [T,H,D]
  const k = turned(builder, name, 'k', split.k, parts) // [T,K,D]
  const keys = parts.causal ? builder.append(`${name}.keys`, k, `keys.${layer}`) : k // [S,K,D]
  const values = parts.causal ? builder.append(`${name}.values`, split.v, `values.${layer}`) : split.v
  const raw = builder.scores(hook('attn_scores_raw'), q, keys) // [H,T,S]
  let scores = builder.scale(hook('attn_scores_scaled'), raw, parts.scoreScale)
  if (parts.softcap) scores = softcapped(builder, `${name}.capped`, scores, parts.softcap)
  if (parts.bias) scores = builder.add(`${name}.biased`, scores, parts.bias)
  const masked = builder.mask(hook('attn_scores'), scores, parts.causal, parts.window)
  const pattern = builder.softmax(hook('pattern'), masked)
  const z = builder.mix(hook('z'), pattern, values) // [T,H,D]
  return projectedOut(builder, layer, z, parts.output, out)
}

/** cap · tanh(x / cap) */
export function softcapped(builder: ProgramBuilder, out: string, x: string, cap: number): string {
  const small = builder.scale(`${out}.scaled`, x, 1 / cap)
  return builder.scale(out, builder.activation(`${out}.tanh`, small, 'tanh'), cap)
}

function projected(builder: ProgramBuilder, name: string, x: string, { projections }: AttentionParts) {
  const { heads, keyValueHeads, headSize } = builder.sizes
  const queries = heads * headSize
  const keys = keyValueHeads * headSize
  const hooks = { q: `${name}.hook_q`, k: `${name}.hook_k`, v: `${name}.hook_v` }
  if ('fused' in projections && projections.order === 'heads') {
    const all = builder.linear(`${name}.qkv`, x, projections.fused, 3 * queries, 'N')
    const heads = builder.splitHeads(`${name}.heads`, all, 'query', 3 * headSize) // [T,H,3D]
    const part = (out: string, place: number) => builder.slice(out, heads, place * headSize, headSize, 'D')
    return { q: part(hooks.q, 0), k: part(hooks.k, 1), v: part(hooks.v, 2) }
  }
  const flat = 'fused' in projections ? fusedParts(builder, name, x, projections.fused) : null
  const part = (which: 'q' | 'k' | 'v', size: number): string =>
    flat?.[which] ?? builder.linear(`${name}.${which}`, x, (projections as Record<typeof which, LinearWeights>)[which], size, 'N')
  return {
    q: builder.splitHeads(hooks.q, part('q', queries), 'query'),
    k: builder.splitHeads(hooks.k, part('k', keys), 'key'),
    v: builder.splitHeads(hooks.v, part('v', keys), 'key'),
  }
}

function fusedParts(builder: ProgramBuilder, name: string, x: string, fused: LinearWeights) {
  const { heads, keyValueHeads, headSize } = builder.sizes
  const queries = heads * headSize
  const keys = keyValueHeads * headSize
  const all = builder.linear(`${name}.qkv`, x, fused, queries + 2 * keys, 'N')
  return {
    q: builder.slice(`${name}.q`, all, 0, queries),
    k: builder.slice(`${name}.k`, all, queries, keys),
    v: builder.slice(`${name}.v`, all, queries + keys, keys),
  }
}

function turned(builder: ProgramBuilder, name: string, which: 'q' | 'k', x: string, { norms, rope }: AttentionParts): string {
  let y = x
  const prefix = `${name}.${which}_norm`
  if (norms?.over === 'head') y = builder.norm(prefix, y, norms[which])
  else if (norms) {
    const flat = builder.norm(prefix, builder.mergeHeads(`${prefix}.merged`, y), norms[which], `${prefix}.flat`)
    y = builder.splitHeads(`${prefix}.hook_normalized`, flat, which === 'q' ? 'query' : 'key')
  }
  return rope ? builder.rope(`${name}.hook_rot_${which}`, y, rope.table, rope.turns) : y
}

/** One matrix product; only an edited `hook_result` is worth its sum over heads. */
function projectedOut(builder: ProgramBuilder, layer: number, z: string, output: LinearWeights, out: string): string {
  const name = `blocks.${layer}.attn`
  const results = builder.headResults(`${name}.hook_result`, z, output) // [T,H,C]
  if (builder.options.edited.has(results)) return builder.sumHeads(out, results, output.bias)
  return builder.linear(out, builder.mergeHeads(`${name}.merged`, z), output, builder.sizes.width, 'C')
}
