/* The worker that looks after models in the page: lists, downloads and deletes, beside the worker that computes. */
import { hostCatalogue, type FromCatalogue, type ToCatalogue } from './catalogue-messages'
import { LocalCatalogue } from './model-catalogue'
import { privateHub } from './private-models'
import { servedModels } from './served-models'

interface WorkerScope {
  postMessage(message: FromCatalogue): void
  onmessage: ((event: { data: ToCatalogue }) => void) | null
  readonly location: { readonly origin: string }
}

const scope = globalThis as unknown as WorkerScope
const own = servedModels(scope.location.origin)
const hear = hostCatalogue(
  (host) => new LocalCatalogue(privateHub(host), own),
  (message) => scope.postMessage(message),
)
scope.onmessage = (event) => hear(event.data)
