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
  if (wanted === 'ort') return chooseDevice()
  if (wanted !== 'auto') {
    const backend = wanted === 'ort-wasm' ? 'ort' : wanted
    const starting = start(backend)
    starting.catch(() => {})
    return { backend, starting, why: null }
  }
  try {
    await start('wasm')
    return { backend: 'wasm', starting: Promise.resolve(), why: null }
  } catch (cause) {
    return { ...(await chooseBackend('ort')), why: `not wasm: ${cause instanceof Error ? cause.message : String(cause)}` }
  }
}

/** A GPU where there is one that does not only pretend. */
async function chooseDevice(): Promise<Choice> {
  const { askForGpu } = await import('./ort')
  const gpu = await askForGpu()
  if (!gpu.found || gpu.software) {
    const starting = start('ort')
    starting.catch(() => {})
    const inPage = typeof globalThis.navigator === 'object' && 'gpu' in globalThis.navigator
    return { backend: 'ort', starting, why: inPage ? `not WebGPU: ${gpu.words}` : null }
  }
  try {
    await start('ort-webgpu')
    return { backend: 'ort-webgpu', starting: Promise.resolve(), why: gpu.words }
  } catch (cause) {
    await start('ort')
    return { backend: 'ort', starting: Promise.resolve(), why: `not WebGPU: ${cause instanceof Error ? cause.message : String(cause)}` }
  }
}

async function start(backend: Backend): Promise<void> {
  if (backend === 'ort') await (await import('./ort')).startOrt()
  if (backend === 'ort-webgpu') await (await import('./ort')).startOrt('webgpu')
  if (backend === 'wasm') await (await import('./wasm')).startWasm()
}

export async function openSession(backend: Backend, parts: ModelParts, { fast = false }: SessionOptions = {}): Promise<BackendSession> {
  if (backend === 'ort') return (await import('./ort')).ortSession(parts)
  if (backend === 'ort-webgpu') return (await import('./ort')).ortSession(parts, 'webgpu')
  if (backend === 'wasm') return (await import('./wasm')).wasmSession(parts, { fast })
  return referenceSession(parts)
}
