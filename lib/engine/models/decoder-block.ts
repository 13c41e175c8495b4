/* The block that all decoders here share: norm, attention, norm, mlp, two sums. Families name the weights and choose the parts. */
import type { ActivationName, NormKind } from '../../tensor'
import type { LinearWeights, ProgramBuilder } from '../ir/builder'

export interface NormWeights {
  readonly kind: NormKind
  readonly epsilon: number
  readonly weight: string
  readonly bias: string | null
}

export interface AttentionParts {
  /** Three projections, or one whose rows are all q, all k, all v. */
  readonly projections:
    | { readonly q: LinearWeights; readonly k: LinearWeights; readonly v: LinearWeights }
    | { readonly fused: LinearWeights }
  readonly output: LinearWeights
  readonly rope: boolean
  readonly scoreScale: number
}

export interface MlpParts {
  readonly activation: ActivationName
  /** Without `gate`, `up` goes through the activation alone. */
  readonly gate: LinearWeights | null
  readonly up: LinearWeights
  readonly down: LinearWeights
}

export function decoderBlock(
  builder: ProgramBuilder,
  layer: number,
  x: string,
  parts: { readonly norms: readonly [NormWeights, NormWeights]; readonly attention: AttentionParts; readonly mlp: MlpParts },
): string {
  const name = `blocks.${layer}`
  const norm = (which: 0 | 1, input: string) => {
    const { kind, epsilon, weight, bias } = parts.norms[which]
    return builder.norm(`${name}.ln${which + 1}`, input, kind, epsilon, weight, bias)
  }
  const attention = attentionOut(builder, layer, norm(0, x), parts.attention)
  const middle = builder.add(`${name}.hook_resid_mid`, x, attention)
  const mlp = mlpOut(builder, name, norm(1, middle), parts.mlp)
  return builder.add(`${name}.hook_resid_post`, middle, mlp)
}

function attentionOut(builder: ProgramBuilder, layer: number, x: string, parts: AttentionParts): string {
  const name = `blocks.${layer}.attn`
  const hook = (what: string) => `${name}.hook_${what}`
  const flat = projected(builder, name, x, parts)
  let q = builder.splitHeads(hook('q'), flat.q, 'query') // [T,H,D]
  let k = builder.splitHeads(hook('k'), flat.k, 'key') // [T,K,D]
  const v = builder.splitHeads(hook('v'), flat.v, 'key')
  if (parts.rope) {
    q = builder.rope(hook('rot_q'), q)
    k = builder.rope(hook('rot_k'), k)
  }
  const keys = builder.append(`${name}.keys`, k, `keys.${layer}`) // [S,K,D]
  const values = builder.append(`${name}.values`, v, `values.${layer}`)
  const raw = builder.scores(hook('attn_scores_raw'), q, keys) // [H,T,S]
  const scaled = builder.scale(hook('attn_scores_scaled'), raw, parts.scoreScale)
  const masked = builder.mask(hook('attn_scores'), scaled)
  const pattern = builder.softmax(hook('pattern'), masked)
  const z = builder.mix(hook('z'), pattern, values) // [T,H,D]
  return projectedOut(builder, layer, z, parts.output)
}

function projected(builder: ProgramBuilder, name: string, x: string, parts: AttentionParts) {
  const { heads, keyValueHeads, headSize } = builder.sizes
  const queryWidth = heads * headSize
  const keyWidth = keyValueHeads * headSize
  if ('fused' in parts.projections) {
    const all = builder.linear(`${name}.qkv`, x, parts.projections.fused, queryWidth + 2 * keyWidth, 'N')
    return {
      q: builder.slice(`${name}.q`, all, 0, queryWidth),
      k: builder.slice(`${name}.k`, all, queryWidth, keyWidth),
      v: builder.slice(`${name}.v`, all, queryWidth + keyWidth, keyWidth),
    }
  }
  const { q, k, v } = parts.projections
  return {
    q: builder.linear(`${name}.q`, x, q, queryWidth, 'N'),
    k: builder.linear(`${name}.k`, x, k, keyWidth, 'N'),
    v: builder.linear(`${name}.v`, x, v, keyWidth, 'N'),
  }
}

/** One matrix product; only an edited `hook_result` is worth its sum over heads. */
function projectedOut(builder: ProgramBuilder, layer: number, z: string, output: LinearWeights): string {
  const name = `blocks.${layer}.attn`
  const results = builder.headResults(`${name}.hook_result`, z, output) // [T,H,C]
  const out = `blocks.${layer}.hook_attn_out`
  if (builder.options.edited.has(results)) return builder.sumHeads(out, results, output.bias)
  return builder.linear(out, builder.mergeHeads(`${name}.merged`, z), output, builder.sizes.width, 'C')
}

function mlpOut(builder: ProgramBuilder, name: string, x: string, { activation, gate, up, down }: MlpParts): string {
  const { mlpWidth, width } = builder.sizes
  const pre = builder.linear(`${name}.mlp.hook_pre`, x, gate ?? up, mlpWidth, 'F')
  let post: string
  if (gate) {
    const linear = builder.linear(`${name}.mlp.hook_pre_linear`, x, up, mlpWidth, 'F')
    const active = builder.activation(`${name}.mlp.active`, pre, activation)
    post = builder.multiply(`${name}.mlp.hook_post`, active, linear)
  } else post = builder.activation(`${name}.mlp.hook_post`, pre, activation)
  return builder.linear(`${name}.hook_mlp_out`, post, down, width, 'C')
}

/** Blocks, final norm and logits around what the family embeds. */
export function decoderEnd(builder: ProgramBuilder, x: string, norm: NormWeights, unembedding: LinearWeights): void {
  const final = builder.norm('ln_final', x, norm.kind, norm.epsilon, norm.weight, norm.bias)
  const rows = builder.options.lastRowOnly ? builder.lastRow('ln_final.last', final) : final
  builder.linear('logits', rows, unembedding, builder.sizes.vocabulary, 'V')
}
