/* The page's side of models on their way into files in the worker. */
import { EngineFailure } from '../engine/types'
import type { FromWorker, ToWorker } from './messages'
import type { ExportedModel, ExportModelOptions } from './types'

interface Waiting {
  readonly options: ExportModelOptions
  readonly resolve: (model: ExportedModel) => void
  readonly reject: (cause: unknown) => void
}

type Heard = Extract<FromWorker, { readonly say: 'exporting' | 'exported' | 'not-exported' }>

export class RemoteExports {
  private readonly waiting = new Map<number, Waiting>()

  constructor(private readonly tell: (message: ToWorker) => void) {}

  start(number: number, id: string, options: ExportModelOptions = {}): Promise<ExportedModel> {
    const { signal } = options
    const stop = (): void => {
      this.tell({ say: 'stop-export', number })
      this.waiting.get(number)?.reject(signal?.reason)
      this.waiting.delete(number)
    }
    return new Promise<ExportedModel>((resolve, reject) => {
      signal?.throwIfAborted()
      this.waiting.set(number, { options, resolve, reject })
      signal?.addEventListener('abort', stop)
      this.tell({ say: 'export-model', number, id })
    }).finally(() => signal?.removeEventListener('abort', stop))
  }

  hear(message: Heard): void {
    const waiting = this.waiting.get(message.number)
    if (message.say === 'exporting') return waiting?.options.progress?.(message.share, message.words)
    this.waiting.delete(message.number)
    if (message.say === 'exported') return waiting?.resolve(message.model)
    const { code, message: words, hint } = message.error
    waiting?.reject(new EngineFailure(code, words, hint))
  }

  /** None of them will come. */
  end(words: string): void {
    for (const { reject } of this.waiting.values()) reject(new EngineFailure('not-written', words, 'Ask for it again.'))
    this.waiting.clear()
  }
}
