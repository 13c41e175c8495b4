/* Writes on, token by token, and keeps what was likely at every step. */
import { defineNode, type Context } from '../../graph/define-node'
import type { Decoder } from '../../engine/types'
import { z } from '../../graph/zod'
import {
  Edits,
  entropyBits,
  joinTokens,
  makeRun,
  Model,
  Run,
  Sampling,
  TablePort,
  tableOf,
  Text,
  TokenBuilder,
  Tokens,
  type ModelValue,
  type SamplingValue,
  type TableValue,
  type TokensValue,
} from '../../values'
import { show } from '../../viz/show'
import { engineCall, requireFits, requireSameTokenizer } from '../failures'
import { applyRule, plainRule, takeToken } from '../rule'
import { cutAtStop, type StopReason } from './stop'
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
      const written = await write({ decoder, model, prompt: tokens, rule: sampling ?? plainRule, most, stop }, ctx)
      return { ...written, run: makeRun(model, joinTokens(tokens, written.tokens), all) }
    } finally {
      decoder.dispose()
    }
  },
  view: ({ in: { tokens }, out }) => {
    if (!out.tokens) return []
    return [show.written(tail(tokens), out.tokens, odds(out.table), { writing: out.run === undefined, first: tokens.ids.length })]
  },
  foot: ({ out, params }) => (out.tokens && out.run ? { right: `${out.tokens.ids.length} of ${params.most}` } : {}),
  empty: 'Writes on from a prompt. Wire a model and tokens; a Sampler’s rule if the draw should follow one.',
})

interface Writing {
  readonly decoder: Decoder
  readonly model: ModelValue
  readonly prompt: TokensValue
  readonly rule: SamplingValue
  readonly most: number
  readonly stop: readonly string[]
}
type Step = readonly [step: number, piece: string, id: number, p: number, drawn: number, rank: number, entropy: number, kept: number]
interface Written {
  readonly text: string
  readonly tokens: TokensValue
  readonly table: TableValue
}

async function write(
  { decoder, model, prompt, rule, most, stop }: Writing,
  ctx: Context<never, Written & { run: unknown }>,
): Promise<Written> {
  const builder = new TokenBuilder(model.tokenizer)
  const steps: Step[] = []
  const history = [...prompt.ids]
  const ends = new Set(model.engine.spec.eosTokenIds)
  let reason: StopReason | null = null
  let logits = await engineCall(() => decoder.step(prompt.ids, ctx.signal))
  while (!reason) {
    const applied = await engineCall(async () => applyRule(logits, rule, history))
    const id = takeToken(applied, rule, () => ctx.random())
    history.push(id)
    builder.push(id)
    steps.push(stepOf(steps.length, id, model, applied.before, applied.after))
    if (ends.has(id)) reason = 'end'
    else if (stop.some((word) => word && builder.value().text.includes(word))) reason = 'stop'
    else if (steps.length >= most) reason = 'most'
    else if (history.length >= model.engine.spec.context) reason = 'context'
    ctx.progress(steps.length / most, `${steps.length} of ${most}`)
    ctx.emit(snapshot(builder, steps, stop))
    await ctx.breathe()
    if (!reason) logits = await engineCall(() => decoder.step([id], ctx.signal))
  }
  return snapshot(builder, steps, stop)
}

function snapshot(builder: TokenBuilder, steps: readonly Step[], stop: readonly string[]): Written {
  const tokens = builder.value()
  return { text: cutAtStop(tokens.text, stop), tokens, table: tableOf(COLUMNS, steps) }
}

const COLUMNS = [
  ['step', 'number'],
  ['piece', 'text'],
  ['id', 'number'],
  ['odds', 'number', '%'],
  ['odds after filters', 'number', '%'],
  ['rank', 'number'],
  ['entropy', 'number', 'bits'],
  ['kept', 'number'],
] as const

function stepOf(step: number, id: number, model: ModelValue, before: Float32Array, after: Float32Array): Step {
  let rank = 1
  let kept = 0
  for (let other = 0; other < before.length; other++) {
    if (before[other]! > before[id]! || (before[other] === before[id] && other < id)) rank++
    if (after[other]! > 0) kept++
  }
  return [step, model.tokenizer.engine.piece(id), id, before[id]!, after[id]!, rank, entropyBits(before), kept]
}

const odds = (table: TableValue | undefined): number[] => (table?.rows ?? []).map((row) => Number(row[3]))

/** Enough of the prompt to see where the writing begins. */
function tail({ text }: TokensValue): string {
  if (text.length <= 24) return text
  return `…${text.slice(-20).replace(/^\S*\s(?=\S)/, '')}`
}
