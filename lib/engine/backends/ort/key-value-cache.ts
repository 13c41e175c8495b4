/* Keys and values of the positions so far, kept outside the runtime: the graph is fed all of them and gives only the new rows. */
import { cacheOutput } from './emit'
import type { OrtModule, Tensor } from './runtime'

export class KeyValueCache {
  length = 0
  private readonly buffers = new Map<string, Float32Array>()

  /** [P, K, D]: a view, valid until the next append. */
  tensor(ort: OrtModule, name: string, heads: number, size: number): Tensor {
    const rows = this.length * heads * size
    const data = this.buffers.get(name)?.subarray(0, rows) ?? new Float32Array(0)
    return new ort.Tensor('float32', data, [this.length, heads, size])
  }

  append(names: readonly string[], results: Readonly<Record<string, Tensor>>, count: number): void {
    for (const name of names) {
      const rows = results[cacheOutput(name)]!.data as Float32Array
      const used = (this.length * rows.length) / count
      this.reserve(name, used, used + rows.length).set(rows, used)
    }
    this.length += count
  }

  private reserve(name: string, used: number, needed: number): Float32Array {
    const buffer = this.buffers.get(name)
    if (buffer && buffer.length >= needed) return buffer
    const larger = new Float32Array(Math.max(needed, 2 * used, 64))
    if (buffer) larger.set(buffer.subarray(0, used))
    this.buffers.set(name, larger)
    return larger
  }
}
