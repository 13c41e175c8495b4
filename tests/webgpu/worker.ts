/* In a worker of a page: goldens through ONNX Runtime on WebGPU, told by how far they are off; and what happens when the GPU is lost. */
import { configureOrt, httpSource, openModel } from '../../lib/engine'
import { startOrt } from '../../lib/engine/backends/ort'
import { callOf, distance, judgeGolden, readJson } from '../golden-judge'

export type Task =
  | { readonly kind: 'golden'; readonly name: string; readonly address: string; readonly ort: string }
  | { readonly kind: 'loss' | 'forced' | 'chosen'; readonly address: string; readonly ort: string }

async function golden(address: string) {
  const model = await openModel(httpSource(`${address}/`, address), { backend: 'ort-webgpu' })
  const judged = await judgeGolden(model, address)
  const reason = model.backendReason
  model.dispose()
  return { ...judged, reason }
}

/** The device is destroyed under a model that is in use: the next pass has to give the same on wasm, and say so. */
async function loss(address: string) {
  const model = await openModel(httpSource(`${address}/`, address), { backend: 'ort-webgpu' })
  const { inputs } = await readJson(`${address}/case.json`)
  const before = (await model.forward({ ...callOf(inputs), want: ['logits'] })).tensors.get('logits')!
  const reasonBefore = model.backendReason
  const ort = await startOrt('webgpu')
  ;((await ort.env.webgpu.device) as unknown as { destroy(): void }).destroy()
  const after = (await model.forward({ ...callOf(inputs), want: ['logits'] })).tensors.get('logits')!
  const later = await openModel(httpSource(`${address}/`, address), { backend: 'ort' })
  return { far: distance(after, before), reasonBefore, reasonAfter: model.backendReason, later: later.backendReason }
}

const opened = async (address: string, backend: 'ort' | 'ort-wasm') =>
  (await openModel(httpSource(`${address}/`, address), { backend })).backendReason

async function work(task: Task): Promise<unknown> {
  configureOrt({ wasmPaths: task.ort, threads: 1 })
  if (task.kind === 'golden') return golden(task.address)
  if (task.kind === 'loss') return loss(task.address)
  return opened(task.address, task.kind === 'forced' ? 'ort-wasm' : 'ort')
}

addEventListener('message', ({ data }: MessageEvent<Task>) => {
  work(data).then(
    (measured) => postMessage({ measured }),
    (cause: unknown) => postMessage({ failed: cause instanceof Error ? cause.message : String(cause) }),
  )
})
