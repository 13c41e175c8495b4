/* The way from a model's parts to the backend that computes it. Each backend is loaded when first needed. */
import type { Backend, BackendChoice } from '../types'
import type { BackendSession, ModelParts } from './backend'
import { referenceSession } from './reference'

export interface SessionOptions {
  /** Whole-number activations on wasm, where the weights are packed. */
  readonly fast?: boolean
}

export interface Choice {
  readonly backend: Backend
  /** Goes on beside the reading of files. */
  readonly starting: Promise<void>
  /** What stood in the way of the usual one. */
  readonly why: string | null
}

export async function chooseBackend(wanted: BackendChoice = 'auto'): Promise<Choice> {
  if (wanted !== 'auto') {
    const starting = start(wanted)
    starting.catch(() => {})
    return { backend: wanted, starting, why: null }
  }
  try {
    await start('wasm')
    return { backend: 'wasm', starting: Promise.resolve(), why: null }
  } catch (cause) {
    return { ...(await chooseBackend('ort')), why: `not wasm: ${cause instanceof Error ? cause.message : String(cause)}` }
  }
}

async function start(backend: Backend): Promise<void> {
  if (backend === 'ort') await (await import('./ort')).startOrt()
  if (backend === 'wasm') await (await import('./wasm')).startWasm()
}

export async function openSession(backend: Backend, parts: ModelParts, { fast = false }: SessionOptions = {}): Promise<BackendSession> {
  if (backend === 'ort') return (await import('./ort')).ortSession(parts)
  if (backend === 'wasm') return (await import('./wasm')).wasmSession(parts, { fast })
  return referenceSession(parts)
}
