/* What the test of the browser's private files runs in a page: the catalogue in its worker, and a kept model opened beside it. */
import { loadModel } from '../lib/engine/load-model'
import { RemoteCatalogue, type CatalogueWorker } from '../lib/session/catalogue-messages'
import { privateHub } from '../lib/session/private-models'

const scope = globalThis as unknown as Record<string, unknown>

scope['hubHost'] = ''
scope['catalogue'] = new RemoteCatalogue(
  () => new Worker('/worker.js', { type: 'module' }) as unknown as CatalogueWorker,
  () => String(scope['hubHost']),
)
/** Where no hub answers. */
scope['openKept'] = async (source: string) => {
  const files = await privateHub('http://127.0.0.1:9').source(source)
  if (!files) return null
  const { model } = await loadModel(files, { backend: 'reference' })
  const { tensors } = await model.forward({ ids: [1, 2, 3] })
  return { name: model.name, parameters: model.parameters, first: tensors.get('logits')!.data[0] }
}
scope['ready'] = true
