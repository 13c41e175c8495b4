/* One golden behind an address, held against a model that was opened: how far its hooks and edits are off. In a page and in Node. */
import { readSafetensors, type Edit, type EngineTensor, type LoadedModel, type PlainTensor } from '../lib/engine'

/** The hook that is off the most, over its scale, and how many were compared. */
export interface Judged {
  readonly worst: number
  readonly hook: string
  readonly compared: number
}

const read = async (address: string) => new Uint8Array(await (await fetch(address)).arrayBuffer())
export const readJson = async (address: string) => {
  const answer = await fetch(address)
  return answer.ok ? answer.json() : null
}
export const callOf = (inputs: Record<string, number[]>) => ({
  ids: inputs.input_ids!,
  attentionMask: inputs.attention_mask,
  tokenTypes: inputs.token_type_ids,
})

/** Infinities must sit at the same places. */
export function distance(got: EngineTensor | undefined, golden: PlainTensor): number {
  if (!got || got.shape.join() !== golden.shape.join()) return Infinity
  const scale = golden.data.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1)
  return golden.data.reduce((worst, x, i) => {
    const off = x === got.data[i] ? 0 : Math.abs(x - got.data[i]!) / scale
    return off <= worst ? worst : Number.isNaN(off) ? Infinity : off
  }, 0)
}

export type See = (name: string, tensor: EngineTensor) => Promise<void> | void

/** `see` is shown every tensor that was computed, hooks that the golden does not have among them. */
export async function judgeGolden(model: LoadedModel, address: string, see: See = () => {}): Promise<Judged> {
  let [worst, hook, compared] = [0, '', 0]
  const compare = (name: string, far: number) => {
    compared++
    if (far > worst) [worst, hook] = [far, name]
  }
  const { inputs } = await readJson(`${address}/case.json`)
  const { tensors } = await model.forward({ ...callOf(inputs), want: ['*'] })
  for (const [name, tensor] of readSafetensors(await read(`${address}/golden.safetensors`)))
    compare(name, distance(tensors.get(name), tensor))
  for (const [name, tensor] of tensors) await see(name, tensor)
  const edited = await readJson(`${address}/edits.json`)
  const values = edited ? readSafetensors(await read(`${address}/edits.safetensors`)) : new Map<string, PlainTensor>()
  for (const each of edited?.cases ?? []) {
    const edits: Edit[] = each.edits.map((edit: Edit & { value?: string | number }) =>
      typeof edit.value === 'string' ? { ...edit, value: values.get(edit.value)!.data } : edit,
    )
    const done = await model.forward({ ...callOf(edited.inputs), want: each.tensors, edits })
    for (const name of each.tensors) compare(`${each.name} ${name}`, distance(done.tensors.get(name), values.get(`${each.name}/${name}`)!))
    for (const [name, tensor] of done.tensors) await see(`${each.name} ${name}`, tensor)
  }
  return { worst, hook, compared }
}
