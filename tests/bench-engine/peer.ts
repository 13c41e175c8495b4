/* ONNX Runtime, on the web or native, at its best: its own operators, its graph rewriting on, and keys and values bound to buffers where it can. */
import { configureOrt, startOrt, type OrtModule, type Tensor } from '../../lib/engine/backends/ort/runtime'
import { cacheNames, HEAD } from './peer-graph'
import { config } from './shape'

const KEYS = config.num_key_value_heads
/** Rows of a bound buffer. */
const CAPACITY = 256

export interface PeerSetting {
  readonly threads: number
  /** Address or path. */
  readonly model: string
  /** In a page: the weights beside it, by the name that the model gives them. */
  readonly weights?: { readonly path: string; readonly data: string }
  readonly ortPath?: string
  /** The native runtime writes new rows into the buffers that it read the others from; a page copies them in and out. */
  readonly bound: boolean
}

type Step = (ids: readonly number[]) => Promise<Float32Array>

/** `fresh` begins a text anew. */
export async function startPeer(setting: PeerSetting): Promise<() => Step> {
  configureOrt({ threads: setting.threads, ...(setting.ortPath === undefined ? {} : { wasmPaths: setting.ortPath }) })
  const ort = await startOrt()
  const session = await sessionOf(ort, setting)
  const { bound } = setting
  return () => {
    let caches = emptyCaches(ort, bound ? CAPACITY : 0)
    let length = 0
    const fetches = bound ? { logits: null, ...renamed(caches, (name) => `${name}.new`) } : undefined
    return async (ids) => {
      length += ids.length
      const feeds = {
        ids: new ort.Tensor('int32', Int32Array.from(ids), [1, ids.length]),
        last: new ort.Tensor('int32', Int32Array.of(length - 1), [1]),
        total: new ort.Tensor('int32', Int32Array.of(length), []),
        ...caches,
      }
      const { logits, ...present } = fetches ? await session.run(feeds, fetches) : await session.run(feeds)
      if (!bound) caches = renamed(present as Tensors, (name) => name.replace(/\.new$/, ''))
      return logits!.data as Float32Array
    }
  }
}

type Tensors = Readonly<Record<string, Tensor>>

const renamed = (tensors: Tensors, name: (name: string) => string): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [name(key), tensor]))

function emptyCaches(ort: OrtModule, rows: number): Tensors {
  const empty = () => new ort.Tensor('float32', new Float32Array(KEYS * rows * HEAD), [1, KEYS, rows, HEAD])
  return Object.fromEntries(cacheNames.map((name) => [name, empty()]))
}

function sessionOf(ort: OrtModule, { model, weights }: PeerSetting) {
  const externalData = weights === undefined ? {} : { externalData: [weights] }
  return ort.InferenceSession.create(model, { executionProviders: ['wasm'], graphOptimizationLevel: 'all', ...externalData })
}
