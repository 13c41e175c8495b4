/* Models of this page on their way into ONNX files, by the node that holds them. They outlive the panel that began them. No React. */
import type { Session } from '../../../lib/session/types'
import { downloadBlob } from '../download'
import { Spot } from '../spot'
import { sentenceOf } from './sentence'

export interface Writing {
  readonly share: number
  readonly words: string
}

class ModelExports {
  readonly all = new Spot<ReadonlyMap<string, Writing>>(new Map())
  private readonly stops = new Map<string, AbortController>()

  /** Ends with null, or the sentence why there is no file. `id` is the one under which the node is computed. */
  async start(session: Session, id: string): Promise<string | null> {
    if (this.stops.has(id)) return null
    const stop = new AbortController()
    this.stops.set(id, stop)
    this.put(id, { share: 0, words: 'begins' })
    try {
      const progress = (share: number, words = 'writing'): void => this.put(id, { share, words })
      const { name, file } = await session.exportModel(id, { signal: stop.signal, progress })
      downloadBlob(name, file)
      return null
    } catch (cause) {
      return stop.signal.aborted ? null : sentenceOf(cause)
    } finally {
      this.stops.delete(id)
      this.put(id, null)
    }
  }

  stop(id: string): void {
    this.stops.get(id)?.abort()
  }

  private put(id: string, writing: Writing | null): void {
    const all = new Map(this.all.get())
    if (writing) all.set(id, writing)
    else all.delete(id)
    this.all.set(all)
  }
}

export const modelExports = new ModelExports()

/** Whether a node holds a model that a file could be written of. */
export const holdsModel = (outputs: Readonly<Record<string, { readonly type: string }>> | undefined): boolean =>
  Object.values(outputs ?? {}).some(({ type }) => type === 'Model')
