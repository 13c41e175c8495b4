/*
 * One way to say where (10-kinds, rule 5): the params hook, layer, heads, positions and dims, shared by the kinds that read
 * or touch activations. A short name (`z`) with a layer, or a full hook name (`blocks.3.attn.hook_z`), in which the layer is said.
 */
import { closest } from '../graph/closest'
import { listed } from '../graph/sentences'
import { NodeFailure } from '../graph/states'
import { z } from '../graph/zod'

/** One index, or a list of them; an empty list means all. */
export const indices = (what: string) =>
  z
    .union([z.int().min(0), z.array(z.int().min(0))])
    .default([])
    .meta({ description: `${what}, from 0; one or a list, none means all.` })
export type Indices = number | readonly number[]

export const layerParam = z.int().min(0).default(0).meta({ description: 'Layer, from 0.' })

export const placeParams = {
  hook: z.string().default('resid_post').meta({ description: 'A short name (z, resid_pre, mlp_out …) or a full hook name.' }),
  layer: layerParam,
  heads: indices('Heads'),
  positions: indices('Positions'),
  dims: indices('Entries of the last axis'),
}

const IN_BLOCK = ['resid_pre', 'resid_mid', 'resid_post', 'attn_out', 'mlp_out']
const IN_ATTENTION = ['q', 'k', 'v', 'rot_q', 'rot_k', 'attn_scores', 'pattern', 'z', 'result']
const IN_MLP = ['pre', 'pre_linear', 'post']
const IN_NORM = ['ln1.scale', 'ln1.normalized', 'ln2.scale', 'ln2.normalized']
const OUTSIDE = ['embed', 'pos_embed', 'ln_final.scale', 'ln_final.normalized', 'logits']
export const shortHooks: readonly string[] = [...IN_BLOCK, ...IN_ATTENTION, ...IN_MLP, ...IN_NORM, ...OUTSIDE]

/** The full hook name. A name that is neither short nor looks like a full one is refused, with the closest. */
export function hookName(hook: string, layer: number): string {
  const name = hook.trim()
  if (name === 'logits' || /(^|\.)hook_/.test(name)) return name
  const short = name.replace(/^(attn|mlp)\.(?=\w+$)/, '')
  if (IN_BLOCK.includes(short)) return `blocks.${layer}.hook_${short}`
  if (IN_ATTENTION.includes(short)) return `blocks.${layer}.attn.hook_${short}`
  if (IN_MLP.includes(short)) return `blocks.${layer}.mlp.hook_${short}`
  if (IN_NORM.includes(short)) return `blocks.${layer}.${short.replace('.', '.hook_')}`
  if (OUTSIDE.includes(short)) return short.includes('.') ? short.replace('.', '.hook_') : `hook_${short}`
  const near = closest(name, shortHooks)
  throw new NodeFailure('no-such-hook', `No hook is named ${JSON.stringify(name)}.`, {
    port: 'hook',
    hint: near.length > 0 ? `Close to it: ${listed(near, 'or')}.` : `Short names are ${listed(shortHooks, 'or')}.`,
  })
}

/** null: all of them. */
export const indexList = (given: Indices): readonly number[] | null =>
  typeof given === 'number' ? [given] : given.length > 0 ? given : null

/** `head 7, positions 3 and 4`: what a place selects, in words. */
export function placeText(place: { readonly heads: Indices; readonly positions: Indices; readonly dims: Indices }): string {
  const parts = [words('head', place.heads), words('position', place.positions), words('dim', place.dims)]
  return parts.filter(Boolean).join(', ')
}

function words(one: string, given: Indices): string {
  const list = indexList(given)
  return list ? `${one}${list.length === 1 ? '' : 's'} ${listed(list.map(String))}` : ''
}
