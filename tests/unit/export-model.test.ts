/* A model written to an ONNX file across a worker's messages: opened by ONNX Runtime, compared with the model itself; stopped and refused in words. */
import { beforeAll, describe, expect, it } from 'vitest'
import { makeEncoder } from '../../scripts/sentence-encoder.mjs'
import { encodeText, exportOnnx, openModel } from '../../lib/engine'
import { startOrt } from '../../lib/engine/backends/ort/runtime'
import { folderSource } from '../../lib/engine/files/folder'
import { memorySource } from '../../lib/engine/files/memory'
import type { LoadedModel } from '../../lib/engine/types'
import { kindLookup } from '../../lib/nodes/lookup'
import { parseNotebook } from '../../lib/notebook'
import type { ModelValue } from '../../lib/values'
import type { LocalEvaluator } from '../../lib/session/evaluator'
import type { FromWorker, ToWorker } from '../../lib/session/messages'
import { Models } from '../../lib/session/models'
import { severalPlaces } from '../../lib/session/model-places'
import { folderModels } from '../../lib/session/folder-models'
import { headlessEvaluator } from '../../lib/session/node'
import { evaluatorPlan } from '../../lib/session/open-notebook'
import { RemoteEvaluator, type WorkerLike } from '../../lib/session/remote-evaluator'
import { hostEvaluator } from '../../lib/session/worker-host'

const SOURCE = `---
vitrine: 1
title: Models
---

\`\`\`graph all
primer: model@1
  backend: reference
tight: quantize@1
  of: primer.model
  scheme: absmax
  bits: 8
encoder: model@1
  source: sentence-encoder
  backend: reference
theirs: model@1
  source: theirs.onnx
words: text@1
  value: no model
\`\`\`
`

/** Files written on the spot beside those of the project. */
async function places() {
  const own = await openModel(folderSource('tests/oracles/goldens/llama-gqa'), { backend: 'reference' })
  const theirs = { ...memorySource('theirs', { 'theirs.onnx': exportOnnx(own) }), only: 'theirs.onnx', listed: true }
  const here = { find: async (source: string) => (source === 'theirs.onnx' ? theirs : null), names: async () => [] }
  return severalPlaces([here, folderModels('public/models')])
}

let local: LocalEvaluator
let remote: RemoteEvaluator
/** What is said while a worker seems to hang. */
let later: (() => void)[] = []
const sent: ToWorker['say'][] = []

beforeAll(async () => {
  makeEncoder()
  local = headlessEvaluator(new Models(await places()))
  const start = (): WorkerLike => {
    // What structured clone cannot carry must not be sent.
    const post = (message: FromWorker): void => worker.onmessage?.({ data: structuredClone(message) })
    const hear = hostEvaluator(local, post)
    const worker: WorkerLike = {
      postMessage: (message) => {
        sent.push(message.say)
        if (message.say !== 'ping') hear(structuredClone(message))
      },
      terminate: () => undefined,
      onmessage: null,
      onerror: null,
    }
    return worker
  }
  remote = new RemoteEvaluator(start, (then) => void later.push(then))
  remote.setPlan(evaluatorPlan(parseNotebook(SOURCE, kindLookup)))
  remote.observe(['primer', 'tight', 'encoder', 'theirs', 'words'])
  remote.run(['primer', 'tight', 'encoder', 'theirs', 'words'])
  await remote.settled()
}, 60_000)

const valueOf = (id: string, port = 'model'): LoadedModel => (local.runtime.record(id).outputs[port]!.value as ModelValue).engine

/** Runs the file as another program would. */
async function run(file: Blob, ids: readonly number[], output: string): Promise<Float32Array> {
  const ort = await startOrt()
  const session = await ort.InferenceSession.create(new Uint8Array(await file.arrayBuffer()))
  const values: Record<string, readonly number[]> = { input_ids: ids, attention_mask: ids.map(() => 1), token_type_ids: ids.map(() => 0) }
  const feeds = session.inputNames.map((name) => [name, new ort.Tensor('int64', BigInt64Array.from(values[name]!, BigInt), [ids.length])])
  const result = await session.run(Object.fromEntries(feeds))
  await session.release()
  return result[output]!.data as Float32Array
}

const far = (a: Float32Array, b: Float32Array): number => {
  expect(a.length).toBe(b.length)
  return a.reduce((most, x, at) => Math.max(most, Math.abs(x - b[at]!)), 0)
}
const ids = [0, 17, 400, 23, 9]

describe('a model as an ONNX file', () => {
  it('opens elsewhere and gives the same logits', async () => {
    const shares: number[] = []
    const { name, file } = await remote.exportModel('primer', { progress: (share) => shares.push(share) })
    expect(name).toBe('primer-6m.onnx')
    expect(file.size).toBeGreaterThan(4 * valueOf('primer').parameters)
    expect(shares.length).toBeGreaterThan(5)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    const { tensors } = await valueOf('primer').forward({ ids })
    expect(far(await run(file, ids, 'logits'), tensors.get('logits')!.data)).toBeLessThan(2e-4)
  })
  it('of fewer bits holds the numbers that the bits stand for', async () => {
    const { file } = await remote.exportModel('tight')
    const { tensors } = await valueOf('tight', 'value').forward({ ids })
    expect(far(await run(file, ids, 'logits'), tensors.get('logits')!.data)).toBeLessThan(2e-4)
    const { tensors: plain } = await valueOf('primer').forward({ ids })
    expect(far(plain.get('logits')!.data, tensors.get('logits')!.data)).toBeGreaterThan(1e-3)
  })
  it('of an encoder gives its vector', async () => {
    const { file } = await remote.exportModel('encoder')
    const own = valueOf('encoder')
    const encoding = { ids: [11, 12, 13], tokens: [], offsets: [], special: [false, false, false] }
    expect(far(await run(file, encoding.ids, 'sentence_embedding'), await encodeText(own, encoding))).toBeLessThan(1e-5)
  })
  it('is refused in words where there is none to write', async () => {
    await expect(remote.exportModel('words')).rejects.toThrow('words holds no model yet.')
    await expect(remote.exportModel('theirs')).rejects.toThrow('theirs is an ONNX file of others already.')
    await expect(remote.exportModel('nobody')).rejects.toThrow('nobody holds no model yet.')
  })
  it('is refused where it would take more memory than there is', async () => {
    const small = headlessEvaluator(new Models(await places()))
    Object.assign((small as unknown as { options: object }).options, { modelMemory: 1e6 })
    small.setPlan(evaluatorPlan(parseNotebook(SOURCE, kindLookup)))
    small.observe(['primer'])
    await small.settled()
    await expect(small.exportModel('primer')).rejects.toThrow('its numbers at 32 bits and the file; at most 1.0 MB may be taken here.')
  })
  it('is stopped, and gives up when its worker is replaced', async () => {
    const stop = new AbortController()
    const stopped = remote.exportModel('primer', { signal: stop.signal, progress: () => stop.abort() })
    await expect(stopped).rejects.toThrow('abort')
    expect(sent).toContain('stop-export')
    const lost = remote.exportModel('primer')
    later = []
    remote.cancel(['primer'])
    // Nobody answers the ping.
    for (const then of later) then()
    await expect(lost).rejects.toThrow('The worker had to be started anew before the model was written.')
    expect(sent.filter((say) => say === 'export-model').length).toBe(8)
  })
})
