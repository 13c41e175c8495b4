/* ONNX Runtime Web, on wasm or a GPU: the program as an ONNX graph, one for reading hooks and a lean one for decoding. */
import { pauseFor } from '../../abort'
import { plainCall } from '../../ir/call-tables'
import type { EditsByHook } from '../../ir/edits'
import { shapeOf, type Program } from '../../ir/program'
import { buildProgram } from '../../models'
import { RopeTable } from '../../models/rope'
import type { EngineTensor } from '../../types'
import type { BackendSession, ModelParts, PassRequest, StepDecoder } from '../backend'
import { KeyValueCache } from './key-value-cache'
import { WeightBlocks } from './blocked-weights'
import { emitGraph } from './emit'
import { BLOCKS, WEIGHTS } from './emit-op'
import { makeFeeds } from './feeds'
import { gpuLost } from './gpu'
import { ending, inTurn, ortThreads, runtimeFailure, startOrt, type OrtDevice, type Tensor } from './runtime'
import { SessionCache, type GraphSession } from './session-cache'

export { askForGpu } from './gpu'
export { configureOrt, startOrt, type OrtConfiguration, type OrtDevice } from './runtime'

export function ortSession(parts: ModelParts, wanted: OrtDevice = 'wasm'): BackendSession & Required<Pick<BackendSession, 'decoder'>> {
  const { family, spec, weights } = parts
  const derived = weights.derived
  let device = wanted
  let sessions = new SessionCache(4 * weights.parameters, derived)
  const blocks = new WeightBlocks(buildProgram(family, spec), !derived)
  const ropes = spec.ropes.map((rope) => new RopeTable(rope))

  function open(program: Program, outputs: readonly string[], edited: readonly string[], cached: boolean): Promise<GraphSession> {
    return inTurn(async () => {
      const ort = await startOrt(device)
      // Packed weights are expanded for as long as it takes to hand them over; the runtime keeps its own copy.
      const plain = weights.plain()
      // Decoding reads no hooks, and blocks would cost it a third of its speed; a GPU adds up in its own order.
      const blocked = cached || device === 'webgpu' ? null : blocks.make(plain)
      const graph = emitGraph({ program, weights: plain, blocks: blocked, outputs, edited, cached })
      const externalData = [{ path: WEIGHTS, data: bytesOf(plain.buffer) }]
      if (blocked) externalData.push({ path: BLOCKS, data: bytesOf(blocked.data) })
      // Fused operators would give hooks and logits other last bits in one graph than in another.
      const options = { executionProviders: [device], graphOptimizationLevel: 'disabled', externalData } as const
      const session = await ending(device, ort.InferenceSession.create(graph.bytes, options)).catch((cause: unknown) => {
        throw runtimeFailure('could not build the model', cause)
      })
      return { graph, session }
    })
  }

  function run({ session }: GraphSession, feeds: Record<string, Tensor>, outputs: readonly string[] | null, signal?: AbortSignal) {
    return inTurn(async () => {
      const running = outputs ? session.run(feeds, [...outputs]) : session.run(feeds)
      return ending(device, running).catch((cause: unknown) => {
        throw runtimeFailure('could not run the model', cause)
      })
    }, signal)
  }

  /** What was begun on a GPU that is lost meanwhile is done again on wasm, and so is all that follows. */
  async function onDevice<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      if (device !== 'webgpu' || gpuLost() === null) throw cause
      device = 'wasm'
      // Sessions of a lost GPU cannot be released any more.
      sessions = new SessionCache(4 * weights.parameters, derived)
      return work()
    }
  }

  async function pass(request: PassRequest): Promise<ReadonlyMap<string, EngineTensor>> {
    const { ids, outputs, edits, signal } = request
    await pauseFor(signal)
    const ort = await startOrt(device)
    const rows = { T: ids.length, S: ids.length, first: 0 }
    const edited = [...edits.keys()].sort()
    // Every hook is an output of one graph, but head results, which cost a product of their own, only when asked for.
    const results = outputs.some(isResult)
    const program = buildProgram(family, spec, { edited: new Set(edited) })
    const declared = results ? program.hooks : program.hooks.filter((hook) => !isResult(hook))
    const tensors = await sessions.use(
      `tapped ${results} ${edited}`,
      () => open(program, declared, edited, false),
      (opened) => {
        const rotary = ropes.map((table) => table.read(0, ids.length))
        const feeds = makeFeeds(ort, { graph: opened.graph, call: request, rows, ropes: rotary, edits, partial: false })
        return run(opened, feeds, outputs, signal)
      },
    )
    return new Map(
      outputs.map((name) => {
        const info = program.values.get(name)!
        return [name, { data: tensors[name]!.data as Float32Array, shape: shapeOf(info, rows.T, rows.S), dims: info.dims }]
      }),
    )
  }

  async function decoder(edits: EditsByHook): Promise<StepDecoder> {
    const edited = [...edits.keys()].sort()
    const program = buildProgram(family, spec, { edited: new Set(edited), lastRowOnly: true })
    const use = <T>(work: (opened: GraphSession) => Promise<T>) =>
      sessions.use(`lean ${edited}`, () => open(program, ['logits'], edited, true), work)
    const ort = await startOrt(device)
    await onDevice(() => use(async () => {}))
    let cache = new KeyValueCache()
    return {
      get length() {
        return cache.length
      },
      async step(ids, signal) {
        await pauseFor(signal)
        return onDevice(() =>
          use(async (opened) => {
            const { graph } = opened
            const rows = { T: ids.length, S: cache.length + ids.length, first: cache.length }
            const rotary = ropes.map((table) => table.read(rows.first, rows.T))
            const feeds = makeFeeds(ort, { graph, call: plainCall(ids), rows, ropes: rotary, edits, partial: true })
            for (const name of graph.caches) feeds[name] = cache.tensor(ort, name, spec.keyValueHeads, spec.headSize)
            const results = await run(opened, feeds, null, signal)
            cache.append(graph.caches, results, ids.length)
            return results.logits!.data as Float32Array
          }),
        )
      },
      dispose: () => {
        cache = new KeyValueCache()
      },
    }
  }

  return {
    get reason() {
      return device === 'webgpu' ? 'ort on WebGPU: the graphics processor computes' : reasonOfWasm(wanted === 'webgpu' ? gpuLost() : null)
    },
    pass: (request) => onDevice(() => pass(request)),
    decoder,
    dispose: () => sessions.dispose(),
  }
}

function reasonOfWasm(lost: string | null): string {
  const threads = ortThreads()
  const why = lost === null ? 'the same build in the page and in Node' : `${lost}, so it went on here`
  return `ort on wasm, ${threads} ${threads === 1 ? 'thread' : 'threads'}: ${why}`
}

function isResult(hook: string): boolean {
  return hook.endsWith('.hook_result')
}

function bytesOf(data: Float32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}
