/* How the backend is set up, and the test it passes before it computes anything for anybody. */
import { EngineFailure } from '../../types'
import { Machine } from './machine'
import { selfTest } from './self-test'
import { usualThreads } from './threads'
import type { Build } from './modules'

export interface WasmConfiguration {
  /** Default: in isolated pages half the cores, at most 4; elsewhere 1. Results do not depend on it. */
  readonly threads?: number
  /** Whether the relaxed kernels may serve the fast path. Default: where their test passes. */
  readonly relaxed?: boolean
}

let configuration: WasmConfiguration = {}
const tested = new Map<Build, Promise<boolean>>()

/** Takes effect for models opened afterwards. */
export function configureWasm(next: WasmConfiguration): void {
  configuration = { ...configuration, ...next }
}

export const wasmThreads = (): number => configuration.threads ?? usualThreads()

function passes(build: Build): Promise<boolean> {
  const known = tested.get(build)
  if (known) return known
  const testing = selfTest(build)
  testing.catch(() => tested.delete(build))
  tested.set(build, testing)
  return testing
}

/** Compiles and tests the kernels; a model's files may be on their way meanwhile. */
export async function startWasm(): Promise<void> {
  if (!(await passes('simd')))
    throw new EngineFailure(
      'bad-kernels',
      'The WebAssembly kernels compute wrong numbers here.',
      'The reference backend needs no WebAssembly.',
    )
}

/** The fast path may take the relaxed kernels, where they exist and pass; the exact path never does. */
export async function buildFor(fast: boolean): Promise<Build> {
  if (!fast || configuration.relaxed === false) return 'simd'
  return (await passes('relaxed').catch(() => false)) ? 'relaxed' : 'simd'
}

export async function startMachine(fast: boolean): Promise<Machine> {
  await startWasm()
  return Machine.start(await buildFor(fast), wasmThreads())
}
