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
    logits: Logits.output('scores before softmax [T,V]; row t scores what follows token t'),
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
  foot: ({ in: inputs }) => ({ right: plural(inputs.tokens.ids.length, 'row') }),
  empty: 'Runs the model over a prompt. Wire a model, and tokens from a Tokenizer node.',
})

async function runOnce(model: ModelValue, tokens: TokensValue, edits: EditsValue, want: readonly string[], ctx: Context) {
  const kept = tokens.ids.length <= KEEP_MAPS_TO ? want : want.filter((pattern) => !MAPS.includes(pattern))
  const { tensors } = await engineCall(() =>
    model.engine.forward({ ids: tokens.ids, want: ['logits', NORMS, ...kept], edits, signal: ctx.signal }),
  )
  ctx.signal.throwIfAborted()
  const scores = tensors.get('logits')
  if (!scores)
    throw new NodeFailure('no-logits', `${model.name} gave no logits.`, {
      port: 'model',
      hint: 'Forward needs a model that predicts tokens.',
    })
  const inside = new Map([...tensors].filter(([name]) => name !== 'logits'))
  const origin = { tensor: 'logits', slice: [null, null], model: model.name, backend: model.engine.backend }
  return {
    run: makeRun(model, tokens, edits, inside),
    logits: { ...scores, dims: ['T', 'V'], origin, labels: [tokens.pieces, null], tokens, tokenizer: model.tokenizer },
  }
}

function requireHooks(model: ModelValue, edits: EditsValue): void {
  for (const edit of edits) if (!model.engine.hooks.includes(edit.at)) throw noSuchHook(edit.at, model.engine.hooks, model.name)
}
