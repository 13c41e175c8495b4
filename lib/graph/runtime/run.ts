/*
 * A computation in flight. Nodes with the same key share it; when the last one leaves it is aborted. It knows nothing of
 * nodes: holders are opaque.
 */
import type { OutputRecord } from '../run-record'
import type { StreamLog } from './stream-log'

export class Run<Holder> {
  readonly cells = new Set<Holder>()
  progress: { readonly share: number; readonly words?: string } | undefined
  partial: Readonly<Record<string, OutputRecord>> | undefined
  log: StreamLog | undefined
  aborted = false
  #controller: AbortController | undefined

  constructor(
    readonly key: string,
    readonly startedAt: number,
    readonly lane: string,
    /** Known to be long from the start. */
    readonly long: boolean,
  ) {}

  /** Made when first asked for: most kinds end before they look. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.aborted) this.abort()
    }
    return this.#controller.signal
  }

  abort(): void {
    this.aborted = true
    this.#controller?.abort(new DOMException('Superseded or stopped.', 'AbortError'))
  }
}
