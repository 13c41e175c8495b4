/*
 * Starts the worker of the page. It may be started before the rest of the page is read, so that the runtime compiles
 * meanwhile. Kept small: the page's first script holds it.
 */
import type { ToWorker } from './messages'
import type { WorkerLike } from './remote-evaluator'

const started = new Set<WorkerLike>()

function start(): WorkerLike {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'vitrine' }) as unknown as WorkerLike
  started.add(worker)
  return worker
}

/** To every worker of the page, in order with all else it is told; those that ended hear nothing. */
export function tellWorkers(message: ToWorker): void {
  for (const worker of started) worker.postMessage(message)
}

let ready: WorkerLike | null = null

/** Starts the worker that the next notebook will take. */
export function prepareWorker(): void {
  ready ??= start()
}

export function takeWorker(): WorkerLike {
  const worker = ready ?? start()
  ready = null
  return worker
}
