/* The block that all decoders here share: attention and mlp with their norms and sums. Families name the weights and choose the parts. */
import type { ActivationName } from '../../tensor'
import type { LinearWeights, NormWeights, ProgramBuilder } from '../ir/builder'
import { attention, softcapped, type AttentionParts } from './attention'

export interface MlpParts {
  readonly activation: ActivationName
  /** `fused`: rows of gate, then of up. Without a gate, `up` goes through the activation alone. */
  readonly up: LinearWeights
  readonly gate: LinearWeights | 'fused' | null
  readonly down: LinearWeights
}

export interface BlockParts {
  /** Before and after attention, before and after the mlp; null: none there. */
  readonly norms: {
    readonly ln1: NormWeights | null
    readonly ln1Post: NormWeights | null
    readonly ln2: NormWeights | null
    readonly ln2Post: NormWeights | null
  }
  readonly attention: AttentionParts
  readonly mlp: MlpParts
  /** Both read the block's input, and one sum takes all. */
  readonly parallel?: boolean
}

export function decoderBlock(builder: ProgramBuilder, layer: number, x: string, parts: BlockParts): string {
  const name = `blocks.${layer}`
  const { norms } = parts
  const before = (which: 'ln1' | 'ln2', input: string): string => {
    const norm = norms[which]
    return norm ? builder.norm(`${name}.${which}`, input, norm) : input
  }
  const after = (which: 'ln1' | 'ln2', inner: string, hook: string, make: (out: string) => string): string => {
    const norm = norms[`${which}Post`]
    if (!norm) return make(hook)
    return builder.copy(hook, builder.norm(`${name}.${which}_post`, make(inner), norm))
  }
  const attended = after('ln1', `${name}.attn.out`, `${name}.hook_attn_out`, (out) =>
    attention(builder, layer, before('ln1', x), parts.attention, out),
  )
  const middle = parts.parallel ? x : builder.add(`${name}.hook_resid_mid`, x, attended)
  const written = after('ln2', `${name}.mlp.out`, `${name}.hook_mlp_out`, (out) =>
    mlp(builder, name, before('ln2', middle), parts.mlp, out),
  )
  const sum = parts.parallel ? builder.add(`${name}.both`, written, attended) : written
  return builder.add(`${name}.hook_resid_post`, middle, sum)
}

export function mlp(builder: ProgramBuilder, name: string, x: string, { activation, gate, up, down }: MlpParts, out: string): string {
  const { mlpWidth, width } = builder.sizes
  const hooks = { pre: `${name}.mlp.hook_pre`, linear: `${name}.mlp.hook_pre_linear`, post: `${name}.mlp.hook_post` }
  let post: string
  if (gate === null) post = builder.activation(hooks.post, builder.linear(hooks.pre, x, up, mlpWidth, 'F'), activation)
  else {
    const both = gate === 'fused' ? builder.linear(`${name}.mlp.gate_up`, x, up, 2 * mlpWidth, 'F') : null
    const pre = both ? builder.slice(hooks.pre, both, 0, mlpWidth, 'F') : builder.linear(hooks.pre, x, gate as LinearWeights, mlpWidth, 'F')
    const linear = both ? builder.slice(hooks.linear, both, mlpWidth, mlpWidth, 'F') : builder.linear(hooks.linear, x, up, mlpWidth, 'F')
    post = builder.multiply(hooks.post, builder.activation(`${name}.mlp.active`, pre, activation), linear)
  }
  return builder.linear(out, post, down, width, 'C')
}

/** The final norm and the logits. */
export function decoderEnd(
  builder: ProgramBuilder,
  x: string,
  norm: NormWeights,
  unembedding: LinearWeights,
  softcap: number | null = null,
): void {
  const final = builder.norm('ln_final', x, norm)
  const rows = builder.options.lastRowOnly ? builder.lastRow('ln_final.last', final) : final
  const { vocabulary } = builder.sizes
  if (softcap) softcapped(builder, 'logits', builder.linear('logits.raw', rows, unembedding, vocabulary, 'V'), softcap)
  else builder.linear('logits', rows, unembedding, vocabulary, 'V')
}
