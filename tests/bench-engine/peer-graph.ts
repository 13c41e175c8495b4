/*
 * The benchmark's model as ONNX Runtime has it fastest on a processor: its own operators for norms with their sums, for attention with turning
 * and cache (GroupQueryAttention), for packed matrices (MatMulNBits), q, k and v as one matrix. The numbers are those our kernels read.
 */
import type { ModelParts } from '../../lib/engine/backends/backend'
import { RopeTable } from '../../lib/engine/models/rope'
import { PeerOnnx } from './peer-onnx'
import { config, type BenchBits } from './shape'

const { hidden_size: WIDTH, num_attention_heads: HEADS, num_key_value_heads: KEYS, num_hidden_layers: LAYERS } = config
export const HEAD = WIDTH / HEADS
const OWN = 'com.microsoft'
const FILE = 'model.'

export interface PeerOptions {
  readonly bits: BenchBits
  /** What MatMulNBits may do with activations: 4 packs them to 8 bits, 0 leaves the choice to it. */
  readonly accuracy: 0 | 4
  /** Name of the file with the weights. */
  readonly location: string
}

export const cacheNames = Array.from({ length: LAYERS }, (_, layer) => [`keys.${layer}`, `values.${layer}`]).flat()

export function peerGraph(parts: ModelParts, options: PeerOptions): { readonly graph: Uint8Array; readonly weights: Uint8Array } {
  const onnx = new PeerOnnx(options.location)
  const matrix = new Matrices(onnx, parts, options)
  const ones = onnx.constant('float32', [WIDTH], new Float32Array(WIDTH).fill(1))
  const epsilon = { epsilon: { float: config.rms_norm_eps } }
  const turning = rotary(onnx, parts)
  onnx.put('in', 'ids', 'int32', [1, 'T'])
  onnx.put('in', 'last', 'int32', [1])
  onnx.put('in', 'total', 'int32', [])
  let x = matrix.embed('ids')
  let normal = onnx.step('SimplifiedLayerNormalization', '', [x, ones], { axis: -1, ...epsilon })
  const addAndNorm = (more: string): void => {
    const [out, sum] = [onnx.name(), onnx.name()]
    onnx.node('SkipSimplifiedLayerNormalization', OWN, [more, x, ones], [out, '', '', sum], epsilon)
    normal = out
    x = sum
  }
  for (let layer = 0; layer < LAYERS; layer++) {
    const at = (name: string) => `${FILE}layers.${layer}.${name}.weight`
    const qkv = matrix.times(normal, [at('self_attn.q_proj'), at('self_attn.k_proj'), at('self_attn.v_proj')])
    addAndNorm(matrix.times(attention(onnx, qkv, layer, turning), [at('self_attn.o_proj')]))
    const gate = matrix.times(normal, [at('mlp.gate_proj')])
    const active = onnx.step('Mul', '', [gate, onnx.step('Sigmoid', '', [gate])])
    const inner = onnx.step('Mul', '', [active, matrix.times(normal, [at('mlp.up_proj')])])
    addAndNorm(matrix.times(inner, [at('mlp.down_proj')]))
  }
  const row = onnx.step('Gather', '', [normal, onnx.constant('int64', [1], BigInt64Array.of(-1n))], { axis: 1 })
  onnx.node('Identity', '', [matrix.times(row, [`${FILE}embed_tokens.weight`])], ['logits'])
  onnx.put('out', 'logits', 'float32', [1, 1, config.vocab_size])
  return onnx.finish()
}

function rotary(onnx: PeerOnnx, { spec }: ModelParts): readonly string[] {
  const { cos, sin } = new RopeTable(spec.ropes[0]!).read(0, config.max_position_embeddings)
  return [cos, sin].map((table) => onnx.constant('float32', [config.max_position_embeddings, HEAD / 2], table))
}

function attention(onnx: PeerOnnx, qkv: string, layer: number, turning: readonly string[]): string {
  const past = [`keys.${layer}`, `values.${layer}`]
  const present = past.map((name) => `${name}.new`)
  for (const name of past) onnx.put('in', name, 'float32', [1, KEYS, 'P', HEAD])
  for (const name of present) onnx.put('out', name, 'float32', [1, KEYS, 'S', HEAD])
  const out = onnx.name()
  const inputs = [qkv, '', '', ...past, 'last', 'total', ...turning]
  onnx.node('GroupQueryAttention', OWN, inputs, [out, ...present], { num_heads: HEADS, kv_num_heads: KEYS, do_rotary: 1 })
  return out
}

/** Matrices in the form that the runtime multiplies with. */
class Matrices {
  constructor(
    private readonly onnx: PeerOnnx,
    private readonly parts: ModelParts,
    private readonly options: PeerOptions,
  ) {}

  /** By several matrices with the same inputs, their outputs beside each other. */
  times(x: string, names: readonly string[]): string {
    const { bits } = this.options
    return bits === 32 ? this.timesFloats(x, names) : this.timesCodes(x, names, bits)
  }

  private timesFloats(x: string, names: readonly string[]): string {
    const all = names.map((name) => this.parts.weights.byName(name))
    const [inner, outer] = [all[0]!.shape[1]!, all.reduce((sum, { shape }) => sum + shape[0]!, 0)]
    const turned = new Float32Array(inner * outer)
    let first = 0
    for (const { data, shape } of all) {
      for (let o = 0; o < shape[0]!; o++) for (let i = 0; i < inner; i++) turned[i * outer + first + o] = data[o * inner + i]!
      first += shape[0]!
    }
    return this.onnx.step('MatMul', '', [x, this.onnx.constant('float32', [inner, outer], turned)])
  }

  private timesCodes(x: string, names: readonly string[], bits: 8 | 4): string {
    const all = names.map((name) => this.parts.weights.held!(name)!)
    const inner = all[0]!.shape[1]!
    const outer = all.reduce((sum, { shape }) => sum + shape[0]!, 0)
    const blocks = (inner / 32) * outer
    const size = 4 * bits
    const codes = new Uint8Array(blocks * size)
    let at = 0
    for (const { bytes } of all)
      for (let from = 2; from < bytes.length; from += size + 2, at += size) {
        if (bits === 8) for (let i = 0; i < 32; i++) codes[at + i] = bytes[from + i]! ^ 128
        // Here neighbours share a byte; there those that are 16 apart.
        else
          for (let i = 0; i < 16; i++) {
            const [even, odd] = [nibble(bytes, from, 2 * i), nibble(bytes, from, 2 * i + 1)]
            codes[at + i] = even | (odd << 4)
          }
      }
    const scales = new Float32Array(blocks).fill(scaleOf(bits))
    const weight = this.onnx.constant('uint8', [outer, inner / 32, size], codes)
    const attributes = { K: inner, N: outer, bits, block_size: 32, accuracy_level: this.options.accuracy }
    return this.onnx.step('MatMulNBits', OWN, [x, weight, this.onnx.constant('float32', [blocks], scales)], attributes)
  }

  embed(ids: string): string {
    const name = `${FILE}embed_tokens.weight`
    const { bits } = this.options
    const { onnx } = this
    if (bits === 32)
      return onnx.step('Gather', '', [onnx.constant('float32', [config.vocab_size, WIDTH], this.parts.weights.get(name)), ids])
    const { bytes } = this.parts.weights.held!(name)!
    const size = 4 * bits
    const codes = new Int8Array(config.vocab_size * WIDTH)
    let at = 0
    for (let from = 2; from < bytes.length; from += size + 2, at += 32)
      for (let i = 0; i < 32; i++) codes[at + i] = bits === 8 ? bytes[from + i]! : nibble(bytes, from, i) - 8
    const rows = onnx.step('Gather', '', [onnx.constant('int8', [config.vocab_size, WIDTH], codes), ids])
    return onnx.step('Mul', '', [onnx.cast(rows), onnx.constant('float32', [], Float32Array.of(scaleOf(bits)))])
  }
}

const nibble = (bytes: Uint8Array, from: number, i: number): number => (i < 16 ? bytes[from + i]! & 15 : bytes[from + i - 16]! >> 4)

/** Of every block, as the model's shape sets it. */
const scaleOf = (bits: 8 | 4): number => (bits === 8 ? 2 ** -11 : 2 ** -7)
