/* The services that kinds may ask for by name in `needs`. lib/session provides them; tests may provide their own. */
import type { BackendChoice } from '../engine/types'
import type { ModelValue } from './types'

/** As the file stores the weights, or packed in fewer bits when they are opened. */
export type Precision = 'stored' | 'int8' | 'int4'

export interface ModelService {
  /** Opens (or shares) a model. Rejects with NodeFailure: a missing or truncated file, a tokenizer that does not match, NaN in the weights. */
  open(
    request: { readonly source: string; readonly backend: BackendChoice; readonly fast?: boolean; readonly precision?: Precision },
    options: { readonly signal: AbortSignal; readonly progress: (share: number, words?: string) => void },
  ): Promise<ModelValue>
  /** Names that `source` may take on this machine. */
  names(): Promise<readonly string[]>
}

/** Files beside the notebook, where it lies in a folder. */
export interface FileService {
  /** The bytes of a file by its path from the notebook's folder. Rejects with NodeFailure: not there, outside, or no folder at all. */
  read(path: string): Promise<Uint8Array>
}

declare module '../graph/define-node' {
  interface ServiceTypes {
    models: ModelService
    files: FileService
  }
}
