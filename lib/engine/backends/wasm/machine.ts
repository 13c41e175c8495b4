/* Kernels over one memory, with the threads that share it. Counts what is called and copied. */
import { Heap } from './heap'
import type { Recorder } from './recorder'
import { instantiate, moduleOf, type Build, type Kernels } from './modules'
import { mayWait, startHelpers, type Helpers } from './threads'

/** Work in pieces, by the kernels' numbers. */
export const JOBS = { linear: 0, linearInteger: 1, linearExpanded: 2, attend: 3, scores: 4, softmax: 5, mix: 6 } as const

const ARGUMENTS = 1088 / 4
export interface Counters {
  kernelCalls: number
  /** Copied out of this memory for a reader. */
  bytesCopied: number
}

export class Machine {
  readonly counters: Counters = { kernelCalls: 0, bytesCopied: 0 }
  private readonly helpers: Helpers | null
  private work = { address: 0, bytes: 0 }

  private constructor(
    readonly heap: Heap,
    private readonly exports: Kernels,
    module: WebAssembly.Module,
    readonly build: Build,
    threads: number,
  ) {
    this.helpers = threads > 1 ? startHelpers(threads, module, heap.memory, () => exports.stop(threads)) : null
    this.threads = this.helpers?.threads ?? 1
  }

  static async start(build: Build, threads: number): Promise<Machine> {
    const several = threads > 1 && mayWait()
    const module = await moduleOf(build, several)
    const heap = new Heap(several)
    return new Machine(heap, instantiate(module, heap.memory), module, build, several ? threads : 1)
  }

  readonly threads: number

  /** While set, kernels and jobs are written down instead of done. */
  recorder: Recorder | null = null

  /** A kernel that is called as it is. */
  get kernels(): Kernels {
    if (this.recorder) return this.recorder.kernels
    this.counters.kernelCalls++
    return this.exports
  }

  job(kind: number, pieces: number, words: readonly number[]): void {
    if (this.recorder) return this.recorder.job(kind, pieces, words)
    const to = this.heap.wholes
    for (let i = 0; i < words.length; i++) to[ARGUMENTS + i] = words[i]!
    this.counters.kernelCalls++
    this.exports.run(kind, pieces, this.threads)
  }

  copy(to: number, from: number, bytes: number): void {
    if (this.recorder) this.recorder.copy(to, from, bytes)
    else this.heap.bytes.copyWithin(to, from, from + bytes)
  }

  /** Does a list of so many commands. */
  replay(from: number, to: number, commands: number): void {
    this.counters.kernelCalls += commands
    this.exports.replay(from, to, this.threads)
  }

  /** Room to work in within one call; what it held before is gone. Lists hold its address, so smaller ones stay where they were. */
  workplace(bytes: number): number {
    if (bytes > this.work.bytes) {
      const larger = Math.max(bytes, 2 * this.work.bytes)
      this.work = { address: this.heap.take(larger), bytes: larger }
    }
    return this.work.address
  }

  dispose(): void {
    this.helpers?.stop()
  }
}
