/*
 * Vectors from inside a model: the mean of the residual stream after one layer over the tokens of the text itself. The begin
 * token is left out: its stream is many times longer than the others and the same for every text. Long texts are read window
 * by window, so that stopping and progress never wait for a whole book.
 */
import type { Context } from '../../graph/define-node'
import { hashParts } from '../../graph/hash'
import type { ModelValue, TextEncoder } from '../../values'
import { engineCall, requireIndex } from '../failures'
import { byEncoder, type EncoderWish, type Vectors } from './by-encoder'

export async function byModel(
  texts: readonly string[],
  model: ModelValue,
  { layer, ...wish }: EncoderWish & { readonly layer: number },
  ctx: Context,
): Promise<Vectors> {
  const { spec, backend } = model.engine
  if (!spec.causal) return byEncoder(texts, model, wish, ctx)
  requireIndex('layer', layer, spec.layers, model.name)
  const width = spec.width
  const data = new Float32Array(texts.length * width)
  for (const [row, text] of texts.entries()) {
    data.set(await meanStream(model, layer, text, ctx.signal), row * width)
    ctx.progress((row + 1) / texts.length, `${row + 1} of ${texts.length}`)
    await ctx.breathe()
  }
  const hook = hookOf(layer)
  const encoder: TextEncoder = {
    name: `${model.name}, layer ${layer}`,
    digest: hashParts([model.digest, backend, hook, 'mean']),
    width,
    encode: (text, signal) => meanStream(model, layer, text, signal),
  }
  return {
    data,
    shape: [texts.length, width],
    dims: ['N', 'C'],
    origin: { tensor: `mean of ${hook}`, slice: [null, null], model: model.name, backend },
    encoder: encoder.name,
    texts: encoder,
  }
}

/** Tokens of one pass. */
const WINDOW = 128

const hookOf = (layer: number): string => `blocks.${layer}.hook_resid_post`

async function meanStream(model: ModelValue, layer: number, text: string, signal: AbortSignal): Promise<Float32Array> {
  const { spec } = model.engine
  const hook = hookOf(layer)
  const { ids, special } = model.tokenizer.engine.encode(text)
  const most = Math.min(WINDOW, spec.context)
  const sums = new Float64Array(spec.width)
  let read = 0
  for (let from = 0; from < ids.length; from += most) {
    const window = ids.slice(from, from + most)
    const { tensors } = await engineCall(() => model.engine.forward({ ids: window, want: [hook], signal }))
    const stream = tensors.get(hook)!.data // [T,C]
    for (let t = 0; t < window.length; t++) {
      if (special[from + t]) continue
      read++
      for (let c = 0; c < spec.width; c++) sums[c]! += stream[t * spec.width + c]!
    }
  }
  return Float32Array.from(sums, (sum) => (read > 0 ? sum / read : 0))
}
