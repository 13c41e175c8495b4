/* The page's door to models: the catalogue in its worker, the hub's address, and files dropped by hand. */
import { EngineFailure } from '../engine/types'
import { RemoteCatalogue, type CatalogueWorker } from './catalogue-messages'
import { announceFiles, givenFiles } from './dropped-models'
import type { ModelCatalogue } from './model-catalogue'
import { tellWorkers } from './worker-start'

const USUAL_HOST = 'https://huggingface.co'
const HOST_KEY = 'vitrine.hub'

const start = (): CatalogueWorker =>
  new Worker(new URL('./models-worker.ts', import.meta.url), { type: 'module', name: 'vitrine models' }) as unknown as CatalogueWorker

export function hubHost(): string {
  try {
    return localStorage.getItem(HOST_KEY) ?? USUAL_HOST
  } catch {
    return USUAL_HOST
  }
}

/** Another hub that speaks as huggingface.co does; null goes back to it. Only https, or this machine. */
export function setHubHost(host: string | null): void {
  if (host === null) return localStorage.removeItem(HOST_KEY)
  const url = URL.canParse(host) ? new URL(host) : null
  const here = url !== null && (url.hostname === '127.0.0.1' || url.hostname === 'localhost')
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && here))) {
    throw new EngineFailure('bad-address', `${host.slice(0, 100)} is no address of a hub.`, 'It begins with https://.')
  }
  localStorage.setItem(HOST_KEY, url.origin)
}

export const models: ModelCatalogue = new RemoteCatalogue(start, hubHost)

/** Gives dropped files to all notebooks of this page; the name is what `source` says. */
export function openModelFiles(picked: readonly File[]): string {
  const { name, files } = givenFiles(picked)
  // This page's worker hears it in order with the plan that names it; others on a channel of their own.
  tellWorkers({ say: 'files', name, files })
  announceFiles(name, files)
  return name
}
