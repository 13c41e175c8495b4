/* The `models` service: opens each model once per backend, shares it, and says what is loaded. */
import { EngineFailure, type BackendChoice, type FileSource, type LoadedModel } from '../engine/types'
import { abilitiesOf, loadModel, quantizeModel } from '../engine'
import { NodeFailure } from '../graph/states'
import type { ModelService, Precision } from '../values/services'
import type { ModelValue } from '../values/types'

/** Turns what `source` says into files, or null where no such model is known here. */
export interface ModelPlaces {
  find(source: string): Promise<FileSource | null>
  names(): Promise<readonly string[]>
  /** Bytes that a model may take here. */
  readonly memoryLimit?: number
}

type ModelRequest = { readonly source: string; readonly backend: BackendChoice; readonly fast?: boolean; readonly precision?: Precision }
type Opening = { readonly value: Promise<ModelValue>; readonly listeners: Set<(share: number, words?: string) => void> }

export class Models implements ModelService {
  private readonly opened = new Map<string, Opening>()
  readonly loaded = new Map<string, LoadedModel>()

  constructor(
    private readonly places: ModelPlaces,
    /** Told when a model was loaded, for the status line. */
    private readonly onLoaded: () => void = () => {},
  ) {}

  names(): Promise<readonly string[]> {
    return this.places.names()
  }

  async open(
    request: ModelRequest,
    options: { readonly signal: AbortSignal; readonly progress: (share: number, words?: string) => void },
  ): Promise<ModelValue> {
    const key = `${request.backend} ${request.fast === true} ${request.precision ?? 'stored'} ${request.source}`
    const opening = this.opened.get(key) ?? this.begin(key, request)
    opening.listeners.add(options.progress)
    try {
      return await opening.value
    } catch (error) {
      // A failure is not kept: the next run tries again, the file may have been mended meanwhile.
      this.opened.delete(key)
      if (error instanceof EngineFailure) throw new NodeFailure(error.code, error.message, error.hint ? { hint: error.hint } : {})
      throw error
    } finally {
      opening.listeners.delete(options.progress)
    }
  }

  private begin(key: string, request: ModelRequest): Opening {
    const listeners: Opening['listeners'] = new Set()
    const progress = (share: number, words?: string) => {
      for (const listener of listeners) listener(share, words)
    }
    const opening = { listeners, value: this.load(request, progress) }
    this.opened.set(key, opening)
    return opening
  }

  private async load(request: ModelRequest, progress: (share: number, words?: string) => void): Promise<ModelValue> {
    const files = await this.places.find(request.source)
    if (!files) {
      const names = await this.places.names()
      throw new NodeFailure('unknown-model', `No model is named ${request.source} here.`, {
        port: 'source',
        hint: `Known: ${names.join(', ') || 'none'}.`,
      })
    }
    const { backend, fast, precision } = request
    const { memoryLimit } = this.places
    const { model: stored, tokenizer } = await loadModel(files, {
      backend,
      fast,
      progress,
      ...(memoryLimit !== undefined && { memoryLimit }),
    })
    const model = await inPrecision(stored, precision, progress)
    this.loaded.set(`${model.digest} ${model.backend} ${model.fast === true}`, model)
    this.onLoaded()
    return {
      name: model.name,
      digest: model.digest,
      abilities: abilitiesOf(model.spec, tokenizer.chatTemplate),
      engine: model,
      tokenizer: { digest: tokenizer.digest, name: model.name, engine: tokenizer },
    }
  }
}

const BITS: Readonly<Record<Exclude<Precision, 'stored'>, number>> = { int8: 8, int4: 4 }
/** As many weights share a scale as in the usual packed files. */
const GROUP = 32

async function inPrecision(
  model: LoadedModel,
  precision: Precision = 'stored',
  progress: (share: number, words?: string) => void,
): Promise<LoadedModel> {
  if (precision === 'stored') return model
  const packed = await quantizeModel(model, { scheme: 'absmax', bits: BITS[precision], per: 'group', group: GROUP }, { progress })
  model.dispose()
  return packed
}
