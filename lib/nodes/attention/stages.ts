/* The stages of attention for all heads of a layer [H, T, S], from tensors that a run holds. */
import { attentionScores } from '../../tensor'
import type { AttentionValue, RunValue, TensorValue } from '../../values'

export type Stage = AttentionValue['stage']

/** The hooks a stage is made from. The maps of the pass itself where it has them; before the mask, queries and keys. */
export function stageHooks(run: RunValue, layer: number, stage: Stage): readonly string[] {
  const at = (name: string) => `blocks.${layer}.attn.hook_${name}`
  if (stage === 'weights') return [at('pattern')]
  if (stage === 'masked') return [at('attn_scores')]
  if (stage === 'value-weighted') return [at('pattern'), at('v')]
  const turned = run.hooks.includes(at('rot_q'))
  return turned ? [at('rot_q'), at('rot_k')] : [at('q'), at('k')]
}

export async function readStage(run: RunValue, layer: number, stage: Stage): Promise<AttentionValue> {
  const tensors: TensorValue[] = []
  for (const hook of stageHooks(run, layer, stage)) tensors.push(await run.read(hook))
  return stageFrom(run, layer, stage, tensors)
}

/** The same from what is in memory; null where it is not. */
export function peekStage(run: RunValue, layer: number, stage: Stage): AttentionValue | null {
  const tensors = stageHooks(run, layer, stage).map((hook) => run.peek(hook))
  return tensors.every((tensor) => tensor !== undefined) ? stageFrom(run, layer, stage, tensors as TensorValue[]) : null
}

function stageFrom(run: RunValue, layer: number, stage: Stage, [first, second]: readonly TensorValue[]): AttentionValue {
  const made = { layer, stage, tokens: run.tokens }
  if (stage === 'weights' || stage === 'masked') return { ...first!, dims: ['H', 'T', 'S'], ...made }
  const { heads, keyValueHeads, headSize } = run.model.engine.spec
  const length = run.tokens.ids.length
  const data =
    stage === 'value-weighted'
      ? valueWeighted(first!, second!, heads, keyValueHeads)
      : attentionScores(first!.data, second!.data, { heads, keyHeads: keyValueHeads, size: headSize })
  if (stage === 'scaled') scale(data, 1 / Math.sqrt(headSize))
  return {
    data,
    shape: [heads, length, length],
    dims: ['H', 'T', 'S'],
    origin: { ...first!.origin, tensor: `${stage} (blocks.${layer}.attn)`, slice: [null, null, null] },
    labels: [null, run.tokens.pieces, run.tokens.pieces],
    ...made,
  }
}

function scale(data: Float32Array, factor: number): void {
  for (let i = 0; i < data.length; i++) data[i] = data[i]! * factor
}

/** A · ‖v‖: a token with a short value vector says little, however much it is read. pattern [H,T,S], v [S,Hkv,D]. */
function valueWeighted(pattern: TensorValue, values: TensorValue, heads: number, keyHeads: number): Float32Array {
  const [sources = 0, , size = 0] = values.shape
  const norms = new Float64Array(sources * keyHeads)
  for (let place = 0; place < norms.length; place++) {
    let squares = 0
    for (let i = place * size; i < (place + 1) * size; i++) squares += values.data[i]! * values.data[i]!
    norms[place] = Math.sqrt(squares)
  }
  const rows = pattern.data.length / sources
  const out = new Float32Array(pattern.data.length)
  for (let row = 0; row < rows; row++) {
    const head = Math.floor((row * heads) / rows)
    const keyHead = Math.floor((head * keyHeads) / heads)
    for (let s = 0; s < sources; s++) out[row * sources + s] = pattern.data[row * sources + s]! * norms[s * keyHeads + keyHead]!
  }
  return out
}

/** One head, or the mean or the largest over the heads → [1, T, S]; `all` keeps them. */
export function chooseHeads(layer: AttentionValue, heads: 'one' | 'mean' | 'max' | 'all', head: number): AttentionValue {
  if (heads === 'all') return layer
  const [count = 0, queries = 0, keys = 0] = layer.shape
  const size = queries * keys
  const origin = { ...layer.origin, slice: [head, null, null] }
  const labels = [null, layer.labels?.[1] ?? null, layer.labels?.[2] ?? null]
  if (heads === 'one')
    return { ...layer, data: layer.data.slice(head * size, (head + 1) * size), shape: [1, queries, keys], origin, labels }
  const data = new Float32Array(size)
  for (let place = 0; place < size; place++) {
    let sum = 0
    let most = -Infinity
    for (let h = 0; h < count; h++) {
      const entry = layer.data[h * size + place]!
      sum += entry
      if (entry > most) most = entry
    }
    data[place] = heads === 'mean' ? sum / count : most
  }
  return {
    ...layer,
    data,
    shape: [1, queries, keys],
    origin: { ...layer.origin, tensor: `${heads} over heads of ${layer.origin.tensor}` },
    labels,
  }
}
