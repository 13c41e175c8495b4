/* The catalogue of models across a worker: calls one way, answers and progress the other. Everything survives structured clone. */
import { EngineFailure } from '../engine/types'
import type { FetchOptions, FetchProgress, ModelCatalogue, ModelEntry, ModelListing, ModelOffer } from './model-catalogue'

export type CatalogueVerb = 'list' | 'search' | 'offer' | 'fetch' | 'remove'

export type ToCatalogue =
  | { readonly say: 'call'; readonly number: number; readonly verb: CatalogueVerb; readonly words: string; readonly host: string }
  | { readonly say: 'stop'; readonly number: number }

export type FromCatalogue =
  | { readonly say: 'answer'; readonly number: number; readonly value: unknown }
  | { readonly say: 'failure'; readonly number: number; readonly code: string; readonly message: string; readonly hint?: string }
  | { readonly say: 'progress'; readonly number: number; readonly progress: FetchProgress }

export interface CatalogueWorker {
  postMessage(message: ToCatalogue): void
  onmessage: ((event: { data: FromCatalogue }) => void) | null
}

// --- the worker's side

/** Answers calls; `catalogueOf` gives the one for a hub's host. */
export function hostCatalogue(
  catalogueOf: (host: string) => ModelCatalogue,
  post: (message: FromCatalogue) => void,
): (message: ToCatalogue) => void {
  const running = new Map<number, AbortController>()
  return (message) => {
    if (message.say === 'stop') return running.get(message.number)?.abort()
    const { number, verb, words, host } = message
    const stop = new AbortController()
    running.set(number, stop)
    const progress = (now: FetchProgress): void => post({ say: 'progress', number, progress: now })
    answer(catalogueOf(host), verb, words, { signal: stop.signal, progress })
      .then((value) => post({ say: 'answer', number, value }))
      .catch((cause: unknown) => post({ say: 'failure', number, ...failureOf(cause) }))
      .finally(() => running.delete(number))
  }
}

async function answer(catalogue: ModelCatalogue, verb: CatalogueVerb, words: string, options: FetchOptions): Promise<unknown> {
  switch (verb) {
    case 'list':
      return catalogue.list()
    case 'search':
      return catalogue.search(words, options.signal)
    case 'offer':
      return catalogue.offer(words, options.signal)
    case 'fetch':
      return catalogue.fetch(words, options)
    case 'remove':
      return catalogue.remove(words)
  }
}

function failureOf(cause: unknown): { code: string; message: string; hint?: string } {
  if (cause instanceof EngineFailure)
    return { code: cause.code, message: cause.message, ...(cause.hint === undefined ? {} : { hint: cause.hint }) }
  return { code: 'failed', message: cause instanceof Error ? cause.message : String(cause) }
}

// --- the page's side

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (cause: unknown) => void
  readonly progress?: ((progress: FetchProgress) => void) | undefined
}

export class RemoteCatalogue implements ModelCatalogue {
  private worker: CatalogueWorker | null = null
  private readonly waiting = new Map<number, Waiting>()
  private number = 0

  constructor(
    /** Started by the first call: who asks for no models needs no worker. */
    private readonly start: () => CatalogueWorker,
    private readonly host: () => string,
  ) {}

  list = (): Promise<readonly ModelEntry[]> => this.call('list', '') as Promise<readonly ModelEntry[]>
  search = (words: string, signal?: AbortSignal): Promise<readonly ModelListing[]> =>
    this.call('search', words, { ...(signal && { signal }) }) as Promise<readonly ModelListing[]>
  offer = (source: string, signal?: AbortSignal): Promise<ModelOffer> =>
    this.call('offer', source, { ...(signal && { signal }) }) as Promise<ModelOffer>
  fetch = (source: string, options: FetchOptions = {}): Promise<ModelEntry> => this.call('fetch', source, options) as Promise<ModelEntry>
  remove = (source: string): Promise<number> => this.call('remove', source) as Promise<number>

  private call(verb: CatalogueVerb, words: string, { signal, progress }: FetchOptions = {}): Promise<unknown> {
    const worker = (this.worker ??= this.open())
    const number = ++this.number
    const stop = (): void => worker.postMessage({ say: 'stop', number })
    if (signal?.aborted) return Promise.reject(signal.reason as Error)
    signal?.addEventListener('abort', stop, { once: true })
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject, progress })
      worker.postMessage({ say: 'call', number, verb, words, host: this.host() })
    }).finally(() => signal?.removeEventListener('abort', stop))
  }

  private open(): CatalogueWorker {
    const worker = this.start()
    worker.onmessage = ({ data }) => this.hear(data)
    return worker
  }

  private hear(message: FromCatalogue): void {
    const waiting = this.waiting.get(message.number)
    if (!waiting) return
    if (message.say === 'progress') return waiting.progress?.(message.progress)
    this.waiting.delete(message.number)
    if (message.say === 'answer') waiting.resolve(message.value)
    else waiting.reject(new EngineFailure(message.code, message.message, message.hint))
  }
}
