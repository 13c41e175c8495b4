/* One forward pass: logits for every position, and a run in which every tensor can be read by name. */
import { defineNode, type Context } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import {
  Edits,
  Logits,
  makeRun,
  Model,
  noSuchHook,
  plural,
  Run,
  Tokens,
  type EditsValue,
  type ModelValue,
  type RunValue,
  type TokensValue,
} from '../../values'
import type { ForwardRequest } from '../../engine'
import { show } from '../../viz/show'
import { engineCall, requireFits, requireSameTokenizer } from '../failures'
import { residualNorms, usualMost } from './norms'
import { feedPorts, feedsFrom, noTokens } from './own-inputs'
import { GIRL, passOver } from '../example'

/** Attention maps of longer prompts are made when they are read: they grow with the square of T. */
const KEEP_MAPS_TO = 128
const NORMS = 'blocks.*.hook_resid_post'
const MAPS = ['blocks.*.attn.hook_pattern', 'blocks.*.attn.hook_attn_scores']

export const forward = defineNode({
  kind: 'forward',
  version: 1,
  title: 'Forward',
  summary: 'Runs the model once over the tokens; every number inside can then be read.',
  icon: 'layers',
  group: 'Model and forward',
  tags: ['run', 'pass', 'inference', 'hooks', 'activations', 'residual stream'],
  sources: ['arXiv:1706.03762', 'arXiv:2302.13971'],
  inputs: {
    model: Model.with('inside').input('the model to look into'),
    tokens: Tokens.input('ids [T], at most the context of the model; an ONNX file may do without').optional(),
    edits: Edits.input('changes at hook points, applied in the order of the pass').many(),
  },
  outputs: {
    run: Run.output('every hook tensor of this pass, read by name'),
    logits: Logits.output(
      'scores before softmax [T,V]; row t scores what follows token t; nothing from a model that predicts no tokens',
    ).optional(),
  },
  params: z.object({
    want: z
      .array(z.string())
      .default(MAPS)
      .meta({ description: 'Hook patterns kept in memory (* any characters). Everything else is computed again when it is read.' }),
    feeds: z
      .array(z.string())
      .default([])
      .meta({ description: 'Inputs of an ONNX file besides tokens; each becomes a port that takes a tensor.' }),
  }),
  ports: ({ feeds }) => feedPorts(feeds),
  size: { width: 144, body: 112 },
  example: passOver(GIRL),
  exampleNode: 'pass',
  async compute({ model, tokens: given, edits, ...own }, { want, feeds: names }, ctx) {
    const feeds = feedsFrom(own, names, model)
    if (!given && !feeds?.size) throw new NodeFailure('empty', 'needs tokens', { port: 'tokens' })
    if (given) {
      requireSameTokenizer(given, model)
      requireFits(given, model)
    }
    const all = edits.flat()
    requireHooks(model, all)
    return runOnce({ model, tokens: given ?? noTokens(model), edits: all, feeds }, want, ctx)
  },
  view: ({ out }) => {
    const norms = out.run && residualNorms(out.run)
    if (out.run && out.run.model.engine.feeds) return [show.table(innerTensors(out.run))]
    return norms ? [show.heat(norms, { caption: 'Residual norm', scale: { kind: 'sequential', high: usualMost(norms.data) } })] : []
  },
  foot: ({ in: { tokens }, out }) => {
    const right = tokens ? plural(tokens.ids.length, 'row') : ''
    const shared = out.run && sharedRows(out.run)
    if (shared) return { ...shared, right }
    return out.run && !out.logits ? { left: 'no logits', more: 'No logits: it predicts no tokens', right } : { right }
  },
  empty: 'Runs the model over a prompt. Wire a model, and tokens from a Tokenizer node.',
})

interface Pass {
  readonly model: ModelValue
  readonly tokens: TokensValue
  readonly edits: EditsValue
  readonly feeds: ForwardRequest['feeds']
}

async function runOnce({ model, tokens, edits, feeds }: Pass, want: readonly string[], ctx: Context) {
  const { engine } = model
  const predicts = engine.spec.head === 'next-token' || engine.spec.head === 'masked-token'
  const kept = tokens.ids.length <= KEEP_MAPS_TO ? want : want.filter((pattern) => !MAPS.includes(pattern))
  const made = await engineCall(() =>
    engine.forward({ ids: tokens.ids, want: [...(predicts ? ['logits'] : []), NORMS, ...kept], edits, feeds, signal: ctx.signal }),
  )
  ctx.signal.throwIfAborted()
  const tensors = new Map(made.tensors)
  tensors.delete('logits')
  const run = makeRun(model, tokens, edits, { ...made, tensors }, feeds)
  const scores = predicts ? made.tensors.get('logits') : undefined
  if (!scores) return { run }
  const origin = { tensor: 'logits', slice: [null, null], model: model.name, backend: engine.backend }
  const { data, shape } = scores
  return { run, logits: { data, shape, dims: ['T', 'V'], origin, labels: [tokens.pieces, null], tokens, tokenizer: model.tokenizer } }
}

/** `9 of 11 reused`, and at length: `rows 0–8 from the prefix cache, 9–10 computed`; where it had some. */
function sharedRows({ rows, tokens }: RunValue): { readonly left: string; readonly more: string } | null {
  if (!rows || rows.reused === 0) return null
  const { reused } = rows
  const count = tokens.ids.length
  const range = (from: number, to: number) => (from === to ? `${from}` : `${from}–${to}`)
  const kept = `${reused === 1 ? 'row' : 'rows'} ${range(0, reused - 1)} from the prefix cache`
  return { left: `${reused} of ${count} reused`, more: reused >= count ? kept : `${kept}, ${range(reused, count - 1)} computed` }
}

function requireHooks(model: ModelValue, edits: EditsValue): void {
  for (const edit of edits) if (!model.engine.hooks.includes(edit.at)) throw noSuchHook(edit.at, model.engine.hooks, model.name)
}

/** What an ONNX file lets be read, by its own names. */
const LISTED = 200
function innerTensors({ hooks }: RunValue) {
  return {
    columns: [
      { name: hooks.length > LISTED ? `first ${LISTED} of ${hooks.length} tensors` : 'tensors that can be read', type: 'text' as const },
    ],
    rows: hooks.slice(0, LISTED).map((hook) => [hook]),
  }
}
