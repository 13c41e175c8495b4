/* In a worker of a page: goldens through ONNX Runtime on WebGPU, told by how far they are off; and what happens when the GPU is lost. */
import { configureOrt, httpSource, openModel, readSafetensors, type Edit, type EngineTensor, type PlainTensor } from '../../lib/engine'
import { startOrt } from '../../lib/engine/backends/ort'

export type Task =
  | { readonly kind: 'golden'; readonly name: string; readonly address: string; readonly ort: string }
  | { readonly kind: 'loss' | 'forced' | 'chosen'; readonly address: string; readonly ort: string }

/** Of one golden: the hook that is off the most, over its scale, and how many hooks were compared. */
export interface Judged {
  readonly worst: number
  readonly hook: string
  readonly compared: number
  readonly reason: string
}

const read = async (address: string) => new Uint8Array(await (await fetch(address)).arrayBuffer())
const readJson = async (address: string) => {
  const answer = await fetch(address)
  return answer.ok ? answer.json() : null
}
const callOf = (inputs: Record<string, number[]>) => ({
  ids: inputs.input_ids!,
  attentionMask: inputs.attention_mask,
  tokenTypes: inputs.token_type_ids,
})

/** Infinities must sit at the same places. */
function distance(got: EngineTensor | undefined, golden: PlainTensor): number {
  if (!got || got.shape.join() !== golden.shape.join()) return Infinity
  const scale = golden.data.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1)
  return golden.data.reduce((worst, x, i) => {
    const off = x === got.data[i] ? 0 : Math.abs(x - got.data[i]!) / scale
    return off <= worst ? worst : Number.isNaN(off) ? Infinity : off
  }, 0)
}

class Worst {
  worst = 0
  hook = ''
  compared = 0
  see(hook: string, far: number): void {
    this.compared++
    if (far > this.worst) [this.worst, this.hook] = [far, hook]
  }
}

async function golden(address: string): Promise<Judged> {
  const model = await openModel(httpSource(`${address}/`, address), { backend: 'ort-webgpu' })
  const seen = new Worst()
  const { inputs } = await readJson(`${address}/case.json`)
  const { tensors } = await model.forward({ ...callOf(inputs), want: ['*'] })
  for (const [hook, tensor] of readSafetensors(await read(`${address}/golden.safetensors`)))
    seen.see(hook, distance(tensors.get(hook), tensor))
  const edited = await readJson(`${address}/edits.json`)
  const values = edited ? readSafetensors(await read(`${address}/edits.safetensors`)) : new Map<string, PlainTensor>()
  for (const each of edited?.cases ?? []) {
    const edits: Edit[] = each.edits.map((edit: Edit & { value?: string | number }) =>
      typeof edit.value === 'string' ? { ...edit, value: values.get(edit.value)!.data } : edit,
    )
    const done = await model.forward({ ...callOf(edited.inputs), want: each.tensors, edits })
    for (const hook of each.tensors) seen.see(`${each.name} ${hook}`, distance(done.tensors.get(hook), values.get(`${each.name}/${hook}`)!))
  }
  const reason = model.backendReason
  model.dispose()
  const { worst, hook, compared } = seen
  return { worst, hook, compared, reason }
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
