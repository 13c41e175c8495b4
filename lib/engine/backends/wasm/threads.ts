/*
 * The other threads: workers that hold the same memory and wait inside the kernels for pieces of work. Where none can be had, or none
 * starts, the caller does all pieces itself.
 */

export interface Helpers {
  /** With the caller. */
  readonly threads: number
  stop(): void
}

interface AnyWorker {
  postMessage(message: unknown): void
  terminate(): unknown
}

const inNode = typeof process !== 'undefined' && typeof process.versions?.node === 'string' && typeof window === 'undefined'

const SERVE = `({ module, memory, thread }) => { new WebAssembly.Instance(module, { env: { memory } }).exports.serve(thread) }`
const IN_NODE = `require('node:worker_threads').parentPort.once('message', ${SERVE})`
const IN_PAGE = `onmessage = ({ data }) => (${SERVE})(data)`

/** Half the cores, at most 4, in isolated pages; elsewhere 1, and 1 below four cores. */
export function usualThreads(): number {
  if (inNode || !globalThis.crossOriginIsolated) return 1
  return Math.max(1, Math.min(4, Math.floor((globalThis.navigator?.hardwareConcurrency ?? 2) / 2)))
}

/** A thread that may not sleep cannot wait for others: the page's own. */
export const mayWait = (): boolean => inNode || typeof window === 'undefined'

export function startHelpers(threads: number, module: WebAssembly.Module, memory: WebAssembly.Memory, stop: () => void): Helpers {
  const workers: AnyWorker[] = []
  try {
    for (let thread = 1; thread < threads; thread++) {
      const worker = newWorker()
      worker.postMessage({ module, memory, thread })
      workers.push(worker)
    }
  } catch {
    // Those that did start are enough, and none is, too.
  }
  return {
    threads: workers.length + 1,
    stop: () => {
      stop()
      for (const worker of workers) worker.terminate()
    },
  }
}

function newWorker(): AnyWorker {
  if (inNode) {
    const { Worker } = process.getBuiltinModule('node:worker_threads')
    const worker = new Worker(IN_NODE, { eval: true })
    // A program that is done does not wait for it, and one that fails is simply not there.
    worker.unref()
    worker.on('error', () => {})
    return worker
  }
  const address = URL.createObjectURL(new Blob([IN_PAGE], { type: 'text/javascript' }))
  const worker = new Worker(address)
  URL.revokeObjectURL(address)
  return worker
}
