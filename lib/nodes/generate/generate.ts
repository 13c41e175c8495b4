/* Writes on, token by token, and keeps what was likely at every step. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { Edits, joinTokens, makeRun, Model, Run, Sampling, TablePort, Text, Tokens } from '../../values'
import { show } from '../../viz/show'
import { engineCall, requireFits, requireSameTokenizer } from '../failures'
import { plainRule } from '../rule'
import { oddsOf, tailOf, write } from '../writing'
import { cut, GIRL } from '../example'

export const generate = defineNode({
  kind: 'generate',
  version: 1,
  title: 'Generate',
  summary: 'Writes on, one token at a time, with the odds of each.',
  icon: 'pen-line',
  group: 'Sampling, generation, structured output',
  tags: ['continue', 'complete', 'write', 'decode', 'autoregressive', 'text'],
  sources: ['arXiv:1904.09751'],
  inputs: {
    model: Model.with('inside').input('the model that writes'),
    tokens: Tokens.input('what it goes on from, ids [T]'),
    sampling: Sampling.input('the rule of every draw; the plain odds when not wired').optional(),
    edits: Edits.input('changes inside, at every step').many(),
  },
  outputs: {
    text: Text.output('what was written, up to a stop').stream(),
    tokens: Tokens.output('the written ids; an end token that stopped it is the last').stream(),
    run: Run.output('one pass over prompt and text together, read by name'),
    table: TablePort.output('one row a step: piece, odds, rank, entropy, candidates kept'),
  },
  params: z.object({
    most: z.int().min(1).max(4096).default(48).meta({ description: 'Tokens at most.' }),
    stop: z.array(z.string()).default([]).meta({ description: 'Texts that end it; they are left out.' }),
  }),
  random: true,
  size: { width: 192, body: 152 },
  example:
    cut(GIRL) +
    'rule: sampler@1\n  temperature: 0\nstory: generate@1\n  model: primer.model\n  tokens: tokens.tokens\n  sampling: rule.sampling\n  most: 24\n',
  exampleNode: 'story',
  async compute({ model, tokens, sampling, edits }, { most, stop }, ctx) {
    requireSameTokenizer(tokens, model)
    requireFits(tokens, model)
    const all = edits.flat()
    const decoder = await engineCall(() => model.engine.decoder(all))
    try {
      const writing = { decoder, model, prompt: tokens, rule: sampling ?? plainRule, most, stop, random: () => ctx.random() }
      const { reason: _, ...written } = await write(writing, ctx, (partial) => ctx.emit(partial))
      const run = makeRun(model, joinTokens(tokens, written.tokens), all)
      return { ...written, run: { ...run, rows: rowsOf(decoder.reused ?? 0, run.tokens.ids.length) } }
    } finally {
      decoder.dispose()
    }
  },
  view: ({ in: { tokens }, out }) => {
    if (!out.tokens) return []
    return [show.written(tailOf(tokens), out.tokens, oddsOf(out.table), { writing: out.run === undefined, first: tokens.ids.length })]
  },
  foot: ({ out, params }) => {
    if (!out.tokens || !out.run) return {}
    const right = `${out.tokens.ids.length} of ${params.most}`
    const reused = out.run.rows?.reused ?? 0
    return reused === 0 ? { right } : { left: `${reused} reused`, more: `${reused} rows of the prompt from the prefix cache`, right }
  },
  empty: 'Writes on from a prompt. Wire a model and tokens; a Sampler’s rule if the draw should follow one.',
})

const rowsOf = (reused: number, length: number) => ({ reused, computed: length - reused })
