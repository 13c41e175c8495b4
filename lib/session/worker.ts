/* The worker of the page: engine, kinds and runtime live here, so that the page itself never computes. */
import { configureOrt, startOrt } from '../engine'
import { wallClock } from '../graph/clock'
import { LocalEvaluator } from './evaluator'
import { servedModels } from './served-models'
import type { FromWorker, ToWorker } from './messages'
import { Models } from './models'
import { noFiles } from './no-files'
import { threadsHere, lacksHere } from './browser-abilities'
import { hostEvaluator } from './worker-host'

/** The part of a worker's global scope that is used here; the DOM's own types describe a window. */
interface WorkerScope {
  postMessage(message: FromWorker): void
  onmessage: ((event: { data: ToWorker }) => void) | null
  readonly location: { readonly origin: string }
}

const FRAME_MS = 16
const MEMORY_LIMIT = 512 * 2 ** 20

/** Calls back at once where the last batch went out a frame ago, else when a frame has passed since. */
function paced(): (then: () => void) => void {
  let last = -Infinity
  return (then) =>
    void setTimeout(
      () => {
        last = wallClock()
        then()
      },
      Math.max(0, last + FRAME_MS - wallClock()),
    )
}

const scope = globalThis as unknown as WorkerScope
const threads = threadsHere()
configureOrt({ wasmPaths: `${scope.location.origin}/ort/`, threads })
// Compiles while the page is still being read. Where it fails, the model that needs it says why.
startOrt().catch(() => undefined)

const models = new Models(servedModels(scope.location.origin))

const evaluator = new LocalEvaluator({
  services: { models, files: noFiles },
  clock: wallClock,
  frame: paced(),
  status: () => {
    const loaded = [...models.loaded.values()]
    return {
      backend: loaded[0]?.backendReason ?? 'no model yet',
      threads,
      models: loaded.map((model) => ({ name: model.name, digest: model.digest, bytes: model.weightBytes })),
      memoryLimit: MEMORY_LIMIT,
      lacks: lacksHere(),
    }
  },
})

const hear = hostEvaluator(evaluator, (message) => scope.postMessage(message))
scope.onmessage = (event) => hear(event.data)
