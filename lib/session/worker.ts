/* The worker of the page: engine, kinds and runtime live here, so that the page itself never computes. */
import { configureOrt } from '../engine'
import { configureWasm, startWasm } from '../engine/backends/wasm/start'
import { calendarClock, wallClock } from '../graph/clock'
import { openResultDatabase } from '../storage'
import { LocalEvaluator } from './evaluator'
import { hearFiles } from './dropped-models'
import { DroppedModels, hubPlaces, severalPlaces } from './model-places'
import { privateHub } from './private-models'
import { laterStore } from './later-store'
import { servedModels } from './served-models'
import type { FromWorker, ToWorker } from './messages'
import { Models } from './models'
import { noFiles } from './no-files'
import { lacksHere, modelMemoryHere, threadsHere } from './browser-abilities'
import { hostEvaluator } from './worker-host'

/** The part of a worker's global scope that is used here; the DOM's own types describe a window. */
interface WorkerScope {
  postMessage(message: FromWorker): void
  onmessage: ((event: { data: ToWorker }) => void) | null
  readonly location: { readonly origin: string }
}

const FRAME_MS = 16
const MEMORY_LIMIT = 512 * 2 ** 20
/** Of results kept in the browser's storage between visits. */
const KEPT_BYTES = 128 * 2 ** 20

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
configureWasm({ threads })
// Compiles while the page is still being read. Where it fails, the model that needs it says why.
startWasm().catch(() => undefined)

// The dropped files first: a name that ends in .gguf is no folder of the server's.
const dropped = new DroppedModels()
hearFiles((name, files) => dropped.add(name, files))
const places = [hubPlaces(privateHub()), dropped, servedModels(scope.location.origin)]
const models = new Models(severalPlaces(places, modelMemoryHere()))

const kept = laterStore(openResultDatabase(KEPT_BYTES, calendarClock))
const evaluator = new LocalEvaluator({
  services: { models, files: noFiles },
  clock: wallClock,
  store: kept,
  kept: { bytes: () => kept.bytes(), limit: KEPT_BYTES, clear: () => kept.clear() },
  frame: paced(),
  modelMemory: modelMemoryHere(),
  status: () => {
    const loaded = [...models.loaded.values()]
    return {
      backend: loaded[0]?.backendReason ?? 'no model yet',
      threads,
      models: loaded.map(({ name, digest, weightBytes, prefixCache }) => ({
        name,
        digest,
        bytes: weightBytes,
        prefixCache: prefixCache ?? null,
      })),
      memoryLimit: MEMORY_LIMIT,
      lacks: lacksHere(),
    }
  },
})

const hear = hostEvaluator(evaluator, (message) => scope.postMessage(message))
scope.onmessage = ({ data }) => {
  if (data.say === 'files') dropped.add(data.name, data.files)
  else hear(data)
}
