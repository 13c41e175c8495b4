/*
 * The tensor tap: a third-party ONNX file as a model whose hooks are the names of its own inner tensors. It runs on ONNX Runtime, of which
 * nothing is fused, so that each of them exists. It can be read everywhere and edited nowhere.
 */
import { inTurn, runtimeFailure, startOrt, type InferenceSession, type OrtModule } from '../backends/ort/runtime'
import { digestBytes } from '../digest'
import { noSuchHook } from '../ir/edits'
import { gigabytes } from '../sentences'
import {
  EngineFailure,
  type BackendChoice,
  type EngineTensor,
  type FileSource,
  type ForwardRequest,
  type LoadedModel,
  type ModelSpec,
} from '../types'
import { matchAnyHook } from '../want'
import { filesBeside, weightsBeside } from './beside'
import { contextBeside, encoderOf, poolingBeside } from './encoder'
import { exposeTensors } from './expose'
import { feedsOf, ownInputs } from './feeds'
import { readOnnx } from './read'
import { resultOf } from './results'
import type { OnnxFile } from './types'
import { weightOf, weightsOf } from './weights'

export interface OnnxOptions {
  readonly signal?: AbortSignal
  readonly memoryLimit?: number
  readonly backend?: BackendChoice
}

/** The runtime holds the file, what it reads of it, and a copy of the weights for its kernels. */
const COPIES = 3
const RUNS_ON: readonly BackendChoice[] = ['auto', 'ort', 'ort-wasm']

export async function openOnnx(source: FileSource, fileName: string, options: OnnxOptions = {}): Promise<LoadedModel> {
  if (!RUNS_ON.includes(options.backend ?? 'auto'))
    throw new EngineFailure(
      'no-backend',
      `${fileName} is an ONNX file; it runs on ONNX Runtime, not on ${options.backend}.`,
      'Set the backend to auto.',
    )
  const bytes = await source.read(fileName)
  options.signal?.throwIfAborted()
  const file = readOnnx(bytes)
  const beside = await readBeside(source, fileName, file)
  const size = bytes.length + beside.reduce((sum, { data }) => sum + data.length, 0)
  if (COPIES * size > (options.memoryLimit ?? Infinity))
    throw new EngineFailure(
      'too-large',
      `${source.name} would take about ${gigabytes(COPIES * size)} on ONNX Runtime; at most ${gigabytes(options.memoryLimit!)} may be taken here.`,
      'Take a smaller or a quantized version.',
    )
  const session = await openSession(
    exposeTensors(
      bytes,
      file,
      file.inner.map(({ name }) => name),
    ),
    beside,
  )
  const digests = await Promise.all([bytes, ...beside.map(({ data }) => data)].map(digestBytes))
  const digest = digests.length === 1 ? digests[0]! : await digestBytes(new TextEncoder().encode(digests.join('\n')))
  const spec = await specOf(file, filesBeside(source, fileName))
  return onnxModel({ name: source.name, digest, size, bytes, file, spec, ...session })
}

interface Beside {
  readonly path: string
  readonly data: Uint8Array
}

/** Files that hold weights. Names come from a stranger: the source keeps them inside its folder. */
async function readBeside(source: FileSource, fileName: string, { initializers }: OnnxFile): Promise<Beside[]> {
  const names = [...new Set(initializers.flatMap(({ location }) => (location === null ? [] : [location])))]
  return Promise.all(names.map(async (path) => ({ path, data: await weightsBeside(source, fileName, path) })))
}

interface Opened {
  readonly ort: OrtModule
  readonly session: InferenceSession
}

function openSession(bytes: Uint8Array, externalData: readonly Beside[]): Promise<Opened> {
  return inTurn(async () => {
    const ort = await startOrt()
    const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'disabled', externalData } as const
    const session = await ort.InferenceSession.create(bytes, options).catch((cause: unknown) => {
      throw runtimeFailure('cannot open this ONNX file', cause)
    })
    return { ort, session }
  })
}

interface Parts extends Opened {
  readonly name: string
  readonly digest: string
  readonly size: number
  readonly bytes: Uint8Array
  readonly file: OnnxFile
  readonly spec: ModelSpec
}

function onnxModel({ name, digest, size, bytes, file, spec, ort, session }: Parts): LoadedModel {
  const hooks = file.inner.map((tensor) => tensor.name)
  const answers = file.outputs.map((output) => output.name)

  async function forward({ want, edits = [], signal, ...call }: ForwardRequest) {
    signal?.throwIfAborted()
    if (edits.length > 0)
      throw new EngineFailure('no-edits', `${name} is an ONNX file of others: it can be read everywhere and edited nowhere.`)
    const stranger = want?.find((pattern) => !/[*{]/.test(pattern) && !hooks.includes(pattern))
    if (stranger !== undefined) throw noSuchHook(stranger, hooks, 'A wish')
    const wanted = want ? matchAnyHook(want, hooks) : answers
    const asked = wanted.length > 0 ? wanted : answers
    const feeds = feedsOf(ort, file.inputs, call, name)
    const results = await inTurn(
      () =>
        session.run(feeds, [...asked]).catch((cause: unknown) => {
          throw runtimeFailure(`could not run ${name}`, cause)
        }),
      signal,
    )
    const tensors = new Map<string, EngineTensor>()
    for (const hook of wanted) tensors.set(hook, resultOf(hook, results[hook]!, call.ids.length))
    return { tensors, reused: 0, computed: call.ids.length }
  }

  return {
    name,
    backend: 'ort',
    backendReason: 'ort on wasm: an ONNX file runs on ONNX Runtime alone',
    spec,
    digest,
    parameters: file.initializers.reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0),
    weightBytes: size,
    fileBytes: size,
    format: `ONNX, opset ${file.opset}`,
    hooks,
    forward,
    decoder: () =>
      Promise.reject(new EngineFailure('no-decoder', `${name} is an ONNX file, which gives one pass at a time; it does not write.`)),
    weight: (weight) => weightOf(file, bytes, weight),
    weightNames: weightsOf(file),
    embedding: () => {
      throw new EngineFailure('no-weights', `${name} is an ONNX file; which of its weights is the table of tokens is not said.`)
    },
    feeds: ownInputs(file.inputs).map((input) => input.name),
    dispose: () => void inTurn(() => session.release()).catch(() => {}),
  }
}

/** Little is known of a stranger's graph; what is not, is 0. */
async function specOf(file: OnnxFile, source: FileSource): Promise<ModelSpec> {
  const { inputs, outputs } = file
  const encoder = encoderOf(file)
  const logits = outputs.find(({ name }) => name === 'logits')
  const ids = inputs.find(({ name }) => name === 'input_ids')
  // One axis more than the ids: scores of tokens at each place; as many: classes of the whole text.
  const ofTokens = logits && ids && (!logits.shape || !ids.shape || logits.shape.length === ids.shape.length + 1)
  const vocabulary = ofTokens ? (logits.shape?.at(-1) ?? 0) : 0
  return {
    ...(encoder && { encoder, pooling: await poolingBeside(source, encoder) }),
    architecture: 'onnx',
    causal: false,
    head: ofTokens ? 'masked-token' : 'none',
    labels: [],
    layers: 0,
    heads: 0,
    keyValueHeads: 0,
    headSize: 0,
    width: 0,
    mlpWidth: 0,
    vocabulary: typeof vocabulary === 'number' ? vocabulary : 0,
    context: await contextBeside(source),
    normEpsilon: 0,
    tiedEmbeddings: false,
    bosTokenId: null,
    eosTokenIds: [],
  }
}
