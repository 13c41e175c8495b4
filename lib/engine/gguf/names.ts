/* Names of tensors in GGUF files (llama.cpp's) and in Hugging Face's, family by family, and how llama.cpp rearranged the numbers. */
import type { Arrangement } from '../model-file'

/** The architectures whose GGUF files can be read, by `general.architecture`. */
export interface GgufNames {
  /** Outside the blocks. */
  readonly outer: Readonly<Record<string, string>>
  /** After `blk.N.`, without `.weight` or `.bias`. */
  readonly block: Readonly<Record<string, string>>
  /** Before the names of blocks: `model.layers.`. */
  readonly blocks: string
}

const decoderOuter = { token_embd: 'model.embed_tokens', output_norm: 'model.norm', output: 'lm_head' }
const attention = {
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
}
const mlp = { ffn_gate: 'mlp.gate_proj', ffn_up: 'mlp.up_proj', ffn_down: 'mlp.down_proj' }
const before = { attn_norm: 'input_layernorm' }

const llama: GgufNames = {
  outer: decoderOuter,
  blocks: 'model.layers.',
  block: { ...attention, ...mlp, ...before, ffn_norm: 'post_attention_layernorm' },
}
const gemma: GgufNames = {
  ...llama,
  block: {
    ...attention,
    ...mlp,
    ...before,
    post_attention_norm: 'post_attention_layernorm',
    ffn_norm: 'pre_feedforward_layernorm',
    post_ffw_norm: 'post_feedforward_layernorm',
  },
}
const olmo2: GgufNames = {
  ...llama,
  block: { ...attention, ...mlp, post_attention_norm: 'post_attention_layernorm', post_ffw_norm: 'post_feedforward_layernorm' },
}
const phi3: GgufNames = {
  ...llama,
  block: {
    ...before,
    attn_qkv: 'self_attn.qkv_proj',
    attn_output: 'self_attn.o_proj',
    ffn_norm: 'post_attention_layernorm',
    ffn_up: 'mlp.gate_up_proj',
    ffn_down: 'mlp.down_proj',
  },
}
const gpt2: GgufNames = {
  outer: { token_embd: 'transformer.wte', position_embd: 'transformer.wpe', output_norm: 'transformer.ln_f', output: 'lm_head' },
  blocks: 'transformer.h.',
  block: {
    attn_norm: 'ln_1',
    attn_qkv: 'attn.c_attn',
    attn_output: 'attn.c_proj',
    ffn_norm: 'ln_2',
    ffn_up: 'mlp.c_fc',
    ffn_down: 'mlp.c_proj',
  },
}
const gptneox: GgufNames = {
  outer: { token_embd: 'gpt_neox.embed_in', output_norm: 'gpt_neox.final_layer_norm', output: 'embed_out' },
  blocks: 'gpt_neox.layers.',
  block: {
    ...before,
    attn_qkv: 'attention.query_key_value',
    attn_output: 'attention.dense',
    ffn_norm: 'post_attention_layernorm',
    ffn_up: 'mlp.dense_h_to_4h',
    ffn_down: 'mlp.dense_4h_to_h',
  },
}

export const ggufNames: Readonly<Record<string, GgufNames>> = {
  llama,
  mistral3: llama,
  qwen2: llama,
  qwen3: llama,
  smollm3: llama,
  gemma2: gemma,
  gemma3: gemma,
  olmo2,
  phi3,
  gpt2,
  gptneox,
}

/** `blk.3.attn_q.weight` → `model.layers.3.self_attn.q_proj.weight`; null for what Hugging Face's files do not hold. */
export function huggingFaceName(names: GgufNames, name: string): string | null {
  const [, place, ending] = /^(.+)\.(weight|bias)$/.exec(name) ?? []
  if (place === undefined) return null
  const [, layer, part] = /^blk\.(\d{1,5})\.(.+)$/.exec(place) ?? []
  const known = part === undefined ? names.outer : names.block
  const key = part ?? place
  if (!Object.hasOwn(known, key)) return null
  return `${layer === undefined ? '' : `${names.blocks}${layer}.`}${known[key]}.${ending}`
}

export interface HeadSizes {
  readonly heads: number
  readonly keyValueHeads: number
}

/** What llama.cpp did to the numbers when it converted, to be undone. */
export function arrangementOf(architecture: string, name: string, sizes: HeadSizes): Arrangement | undefined {
  const interleaved = architecture === 'llama' || architecture === 'mistral3' || architecture === 'smollm3'
  if (interleaved && /\.attn_q\.(weight|bias)$/.test(name)) return { kind: 'interleaved', heads: sizes.heads }
  if (interleaved && /\.attn_k\.(weight|bias)$/.test(name)) return { kind: 'interleaved', heads: sizes.keyValueHeads }
  if (architecture === 'gptneox' && /\.attn_qkv\.(weight|bias)$/.test(name)) return { kind: 'by-part', heads: sizes.heads, parts: 3 }
  if (architecture === 'gpt2' && /\.(attn_qkv|attn_output|ffn_up|ffn_down)\.weight$/.test(name)) return { kind: 'turned' }
  if (architecture.startsWith('gemma') && name.endsWith('norm.weight')) return { kind: 'one-more' }
  return undefined
}
