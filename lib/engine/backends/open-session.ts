/* The way from a model's parts to the backend that computes it. Each backend is loaded when first needed. */
import type { Backend } from '../types'
import type { BackendSession, ModelParts } from './backend'
import { referenceSession } from './reference'

export interface SessionOptions {
  /** Whole-number activations on wasm, where the weights are packed. */
  readonly fast?: boolean
}

/** Starts what takes its time, so that it runs beside the reading of files. */
export async function startBackend(backend: Backend): Promise<void> {
  if (backend === 'ort') await (await import('./ort')).startOrt()
  if (backend === 'wasm') await (await import('./wasm')).startWasm()
}

export async function openSession(backend: Backend, parts: ModelParts, { fast = false }: SessionOptions = {}): Promise<BackendSession> {
  if (backend === 'ort') return (await import('./ort')).ortSession(parts)
  if (backend === 'wasm') return (await import('./wasm')).wasmSession(parts, { fast })
  return referenceSession(parts)
}
