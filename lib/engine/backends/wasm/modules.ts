/* The kernels as modules: compiled once, the same bytes everywhere, for memory that is shared between threads or is not. */
import { EngineFailure } from '../../types'
import { RELAXED, SIMD } from './kernel-bytes'

/** What the kernels export; addresses and counts are whole numbers. */
export interface Kernels {
  run(kind: number, pieces: number, threads: number): void
  stop(threads: number): void
  /** Commands from one address to another, by the recorder. */
  replay(from: number, to: number, threads: number): void
  gather(panels: number, panel: number, bits: number, inner: number, ids: number, count: number, y: number): void
  quantizeRows(x: number, stride: number, rows: number, inner: number, whole: number, scales: number, sums: number, halves: number): void
  causalMask(x: number, out: number, heads: number, T: number, S: number, window: number): void
  normScale(x: number, out: number, rows: number, width: number, epsilon: number, centred: number): void
  normalize(x: number, scale: number, weight: number, bias: number, out: number, rows: number, width: number, centred: number): void
  rotate(x: number, cos: number, sin: number, out: number, rows: number, heads: number, size: number, turns: number): void
  add(a: number, b: number, out: number, count: number): void
  multiply(a: number, b: number, out: number, count: number): void
  scale(x: number, out: number, count: number, factor: number): void
  sumHeads(x: number, bias: number, out: number, rows: number, heads: number, width: number): void
  columns(x: number, out: number, rows: number, width: number, start: number, size: number): void
  activate(x: number, out: number, count: number, which: number): void
  activateAndMultiply(a: number, b: number, out: number, count: number, which: number): void
  readThrough(from: number, bytes: number): number
}

/** `simd` rounds alike on every machine; `relaxed` may not. */
export type Build = 'simd' | 'relaxed'

const compiled = new Map<string, Promise<WebAssembly.Module>>()

export function moduleOf(build: Build, shared: boolean): Promise<WebAssembly.Module> {
  const key = `${build} ${shared}`
  const known = compiled.get(key)
  if (known) return known
  const compiling = WebAssembly.compile(bytesOf(build, shared)).catch((cause: unknown) => {
    throw new EngineFailure(
      'no-simd',
      `The kernels do not compile here: ${cause instanceof Error ? cause.message : String(cause)}`,
      'The reference backend needs no WebAssembly.',
    )
  })
  compiling.catch(() => {})
  compiled.set(key, compiling)
  return compiling
}

/** The import of `env.memory`, up to its flags: 3 is bounded and shared, 1 bounded. */
const IMPORT = [3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2]

export function bytesOf(build: Build, shared: boolean): Uint8Array<ArrayBuffer> {
  const text = atob(build === 'simd' ? SIMD : RELAXED)
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  if (shared) return bytes
  const at = bytes.findIndex((_, start) => IMPORT.every((byte, i) => bytes[start + i] === byte))
  bytes[at + IMPORT.length] = 1
  return bytes
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels
}
