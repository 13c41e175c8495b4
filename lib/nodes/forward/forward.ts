/* One forward pass: logits for every position, and a run in which every tensor can be read by name. */
import { defineNode, type Context } from '../../graph/define-node'
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
import { show } from '../../viz/show'
import { engineCall, requireFits, requireSameTokenizer } from '../failures'
import { residualNorms, usualMost } from './norms'
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
    tokens: Tokens.input('ids [T], at most the context of the model'),
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
  }),
  size: { width: 144, body: 112 },
  example: passOver(GIRL),
  exampleNode: 'pass',
  async compute({ model, tokens, edits }, { want }, ctx) {
    requireSameTokenizer(tokens, model)
    requireFits(tokens, model)
    const all = edits.flat()
    requireHooks(model, all)
    return runOnce(model, tokens, all, want, ctx)
  },
  view: ({ out }) => {
    const norms = out.run && residualNorms(out.run)
    return norms ? [show.heat(norms, { caption: 'Residual norm', scale: { kind: 'sequential', high: usualMost(norms.data) } })] : []
  },
  foot: ({ in: { tokens }, out }) => {
    const right = plural(tokens.ids.length, 'row')
    const left = out.run && (sharedRows(out.run) ?? (out.logits ? null : 'no logits: it predicts no tokens'))
    return left ? { left, right } : { right }
  },
  empty: 'Runs the model over a prompt. Wire a model, and tokens from a Tokenizer node.',
})

async function runOnce(model: ModelValue, tokens: TokensValue, edits: EditsValue, want: readonly string[], ctx: Context) {
  const { engine } = model
  const predicts = engine.spec.head === 'next-token' || engine.spec.head === 'masked-token'
  const kept = tokens.ids.length <= KEEP_MAPS_TO ? want : want.filter((pattern) => !MAPS.includes(pattern))
  const made = await engineCall(() =>
    engine.forward({ ids: tokens.ids, want: [...(predicts ? ['logits'] : []), NORMS, ...kept], edits, signal: ctx.signal }),
  )
  ctx.signal.throwIfAborted()
  const tensors = new Map(made.tensors)
  tensors.delete('logits')
  const run = makeRun(model, tokens, edits, { ...made, tensors })
  const scores = predicts ? made.tensors.get('logits') : undefined
  if (!scores) return { run }
  const origin = { tensor: 'logits', slice: [null, null], model: model.name, backend: engine.backend }
  const { data, shape } = scores
  return { run, logits: { data, shape, dims: ['T', 'V'], origin, labels: [tokens.pieces, null], tokens, tokenizer: model.tokenizer } }
}

/** `rows 0–8 from the prefix cache, 9–10 computed`, where it had some. */
function sharedRows({ rows, tokens }: RunValue): string | null {
  if (!rows || rows.reused === 0) return null
  const { reused } = rows
  const last = tokens.ids.length - 1
  const range = (from: number, to: number) => (from === to ? `${from}` : `${from}–${to}`)
  const kept = `${reused === 1 ? 'row' : 'rows'} ${range(0, reused - 1)} from the prefix cache`
  return reused > last ? kept : `${kept}, ${range(reused, last)} computed`
}

function requireHooks(model: ModelValue, edits: EditsValue): void {
  for (const edit of edits) if (!model.engine.hooks.includes(edit.at)) throw noSuchHook(edit.at, model.engine.hooks, model.name)
}
