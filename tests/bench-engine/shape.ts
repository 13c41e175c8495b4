/* A model of the shape of SmolLM2-135M with random weights, made matrix by matrix when asked for: nothing is held twice while measuring. */
import type { ModelParts } from '../../lib/engine/backends/backend'
import { elementCount } from '../../lib/tensor'
import { familyOf, type WeightNeed } from '../../lib/engine/models'
import type { EngineTensor } from '../../lib/engine/types'
import { Weights, type HeldBytes, type WeightStore } from '../../lib/engine/weights'

export type BenchBits = 32 | 8 | 4

export const config = {
  model_type: 'llama',
  hidden_size: 576,
  num_hidden_layers: 30,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  intermediate_size: 1536,
  vocab_size: 49152,
  max_position_embeddings: 2048,
  rope_theta: 100000,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
}

/** Some whole numbers in a fixed order without a pattern. */
function scrambled(bytes: Uint8Array, seed: number): void {
  const words = new Uint32Array(bytes.buffer, 0, bytes.length >> 2)
  for (let i = 0; i < words.length; i++) {
    let x = Math.imul(i + seed * 7919, 0x9e3779b1)
    x = Math.imul(x ^ (x >>> 15), 0x85ebca6b)
    words[i] = x ^ (x >>> 13)
  }
}

/** The half float 2^-n. */
const halfPower = (n: number): number => (15 - n) << 10

class RandomWeights implements WeightStore {
  readonly derived = false
  readonly parameters: number
  private readonly needs: ReadonlyMap<string, { need: WeightNeed; seed: number }>

  constructor(
    needs: readonly WeightNeed[],
    private readonly bits: BenchBits,
  ) {
    this.needs = new Map(needs.map((need, seed) => [need.name, { need, seed }]))
    this.parameters = needs.reduce((sum, { shape }) => sum + elementCount(shape), 0)
  }

  get bytes(): number {
    return (this.parameters * this.bits) / 8
  }
  get fileNames(): readonly string[] {
    return [...this.needs.keys()]
  }
  packed(): undefined {
    return undefined
  }

  held(name: string): HeldBytes | undefined {
    const { need, seed } = this.needs.get(name)!
    if (this.bits === 32 || need.shape.length !== 2) return undefined
    const size = this.bits === 8 ? 34 : 18
    const bytes = new Uint8Array((elementCount(need.shape) / 32) * size)
    scrambled(bytes, seed)
    // Scales that keep the stream at about its size: codes are spread evenly over their range.
    const scale = halfPower(this.bits === 8 ? 11 : 7)
    for (let at = 0; at < bytes.length; at += size) {
      bytes[at] = scale & 255
      bytes[at + 1] = scale >> 8
    }
    return { type: this.bits === 8 ? 'Q8_0' : 'Q4_0', shape: need.shape, bytes }
  }

  get(name: string): Float32Array {
    const { need, seed } = this.needs.get(name)!
    const data = new Float32Array(elementCount(need.shape))
    if (need.shape.length === 1) return data.fill(1)
    scrambled(new Uint8Array(data.buffer), seed)
    const words = new Int32Array(data.buffer)
    for (let i = 0; i < data.length; i++) data[i] = words[i]! * 2 ** -35
    return data
  }
  byName(name: string): EngineTensor {
    return { data: this.get(name), shape: this.needs.get(name)!.need.shape, dims: ['N', 'C'] }
  }
  byFile(name: string): EngineTensor {
    return this.byName(name)
  }
  plain(): Weights {
    const buffer = new Float32Array(this.parameters)
    let start = 0
    const places = [...this.needs].map(([name, { need }]) => {
      buffer.set(this.get(name), start)
      const placed = { fileName: name, shape: need.shape, start }
      start += elementCount(need.shape)
      return [name, placed] as const
    })
    return Weights.of(buffer, places)
  }
}

export function benchParts(bits: BenchBits): ModelParts {
  const family = familyOf(config)
  const spec = family.readSpec(config)
  return { family, spec, weights: new RandomWeights(family.weights(spec), bits) }
}

/** The same tokens for everybody. */
export const PROMPT = Array.from({ length: 128 }, (_, i) => 1 + ((i * 7919) % 49151))
