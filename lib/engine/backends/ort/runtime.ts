/*
 * The one place that loads onnxruntime-web: its wasm build, the same in the page and in Node, so that both give the same bits; and in
 * pages its WebGPU build, from an address: two builds in one bundle would share what each wants alone. Loaded when first needed. Calls go
 * one after the other: a build has one heap and no re-entrance.
 */
import type * as Ort from 'onnxruntime-web/wasm'
import { EngineFailure } from '../../types'
import { askForGpu, unlessLost, watchGpu, type GpuDevice } from './gpu'
import { OnnxGraph } from './onnx-graph'

export type OrtModule = typeof Ort
export type { InferenceSession, Tensor } from 'onnxruntime-web/wasm'

export interface OrtConfiguration {
  /** Folder (ending in a slash) with the runtime's .mjs and .wasm files; in pages /ort/. Node finds its package, and needs the path for several threads only. */
  readonly wasmPaths?: string
  /** Default: in isolated pages half the cores, at most 4; elsewhere 1. Results do not depend on it. */
  readonly threads?: number
}

/** What computes: WebAssembly, or a GPU. */
export type OrtDevice = 'wasm' | 'webgpu'

let configuration: OrtConfiguration = {}
const starting = new Map<OrtDevice, Promise<OrtModule>>()

/** Takes effect before the first model is opened. */
export function configureOrt(next: OrtConfiguration): void {
  configuration = { ...configuration, ...next }
}

const GPU_BUILD = 'ort.webgpu.min.mjs'
const inNode = typeof process !== 'undefined' && typeof process.versions?.node === 'string' && typeof window === 'undefined'

export function startOrt(device: OrtDevice = 'wasm'): Promise<OrtModule> {
  const known = starting.get(device)
  if (known) return known
  const loading = load(device)
  starting.set(device, loading)
  return loading
}

async function load(device: OrtDevice): Promise<OrtModule> {
  try {
    const paths = configuration.wasmPaths ?? (inNode ? undefined : '/ort/')
    const ort = device === 'wasm' ? await import('onnxruntime-web/wasm') : await loadGpuBuild(paths)
    ort.env.logLevel = 'error'
    ort.env.wasm.numThreads = ortThreads()
    ort.env.wasm.proxy = false
    if (paths !== undefined) ort.env.wasm.wasmPaths = paths
    await compile(ort, device)
    return ort
  } catch (cause) {
    starting.delete(device)
    throw runtimeFailure('did not start', cause)
  }
}

async function loadGpuBuild(paths: string | undefined): Promise<OrtModule> {
  const { found, words } = await askForGpu()
  if (!found || paths === undefined) throw new Error(words)
  return import(/* turbopackIgnore: true */ /* webpackIgnore: true */ /* @vite-ignore */ `${paths}${GPU_BUILD}`)
}

export function runtimeFailure(what: string, cause: unknown): EngineFailure {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new EngineFailure('runtime', `ONNX Runtime ${what}: ${reason}`, 'The reference backend needs no WebAssembly and less memory.')
}

/** The runtime compiles its WebAssembly with the first session: a graph of one node starts it while model files are still on their way. */
async function compile(ort: OrtModule, device: OrtDevice): Promise<void> {
  const graph = new OnnxGraph()
  graph.input('x', 'float32', [1])
  graph.node('Identity', ['x'], 'y')
  graph.output('y', [1])
  const session = await ort.InferenceSession.create(graph.finish(), { executionProviders: [device] })
  // With its last session the runtime gives up the GPU: this one stays.
  if (device === 'webgpu') watchGpu((await ort.env.webgpu.device) as GpuDevice)
  else await session.release()
}

export function ortThreads(): number {
  if (configuration.threads !== undefined) return configuration.threads
  if (inNode || !globalThis.crossOriginIsolated) return 1
  return Math.max(1, Math.min(4, Math.floor((globalThis.navigator?.hardwareConcurrency ?? 2) / 2)))
}

let last: Promise<unknown> = Promise.resolve()

/** What a GPU that is lost leaves undone would hold up all others. */
export const ending = <T>(device: OrtDevice, work: Promise<T>): Promise<T> => (device === 'webgpu' ? unlessLost(work) : work)

/** Waits for its turn; a signal that fires meanwhile gives the turn up. */
export function inTurn<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const turn = last.then(() => {
    signal?.throwIfAborted()
    return work()
  })
  last = turn.catch(() => {})
  return turn
}
