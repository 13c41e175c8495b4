/* The wasm backend: our own kernels over one memory, every tensor a live view of it. */
import type { BackendSession, ModelParts } from '../backend'
import { scoreMaps } from './score-maps'
import { WasmSession } from './session'
import { startMachine, wasmThreads } from './start'

export { configureWasm, startWasm, type WasmConfiguration } from './start'

export interface WasmOptions {
  /** Whole-number activations where the weights are packed, and the relaxed kernels where they pass their test. */
  readonly fast: boolean
}

export async function wasmSession(parts: ModelParts, { fast }: WasmOptions = { fast: false }): Promise<BackendSession> {
  let session: Promise<WasmSession> | null = null
  const open = (): Promise<WasmSession> => {
    session ??= startMachine(fast).then((machine) => new WasmSession(parts, machine, fast))
    return session
  }
  const first = await open()

  return {
    reason: reasonOf(fast, first.machine.build),
    pass: async (request) => (await open()).pass(request),
    keyValues: async () => (await open()).keyValues(),
    scores: async (queries, keys, heads, factor) => scoreMaps((await open()).machine, queries, keys, heads, factor),
    dispose() {
      void session?.then(({ machine }) => machine.dispose()).catch(() => {})
      session = null
    },
  }
}

function reasonOf(fast: boolean, build: string): string {
  const threads = wasmThreads()
  const how = fast ? `whole-number activations (12 bits)${build === 'relaxed' ? ', relaxed SIMD' : ''}` : 'float32 activations'
  return `wasm kernels, ${how}, ${threads} ${threads === 1 ? 'thread' : 'threads'}: the same bits in the page and in Node`
}
