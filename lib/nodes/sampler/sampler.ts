/* A sampling rule, and one draw by it where logits are wired: what each stage removed, and the token. */
import { defineNode } from '../../graph/define-node'
import type { SamplingStage } from '../../engine/types'
import { z } from '../../graph/zod'
import {
  Distribution,
  Logits,
  logitsRow,
  Sampling,
  samplingText,
  Tokens,
  tokensFromIds,
  type LogitsValue,
  type SamplingValue,
} from '../../values'
import { show } from '../../viz/show'
import { engineCall } from '../failures'
import { applyRule, stagesOf, takeToken, type Applied } from '../rule'
import { GIRL, passOver } from '../example'

const STAGES = ['repetitionPenalty', 'temperature', 'topK', 'topP', 'minP'] as const

const params = z.object({
  temperature: z
    .number()
    .min(0)
    .max(4)
    .default(1)
    .meta({ description: 'Divides the scores: below 1 sharper, above 1 flatter, 0 takes the best.', step: 0.05 }),
  topK: z.int().min(0).default(0).meta({ title: 'Top-k', description: 'Keeps the k best; 0 is off.' }),
  topP: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .meta({ title: 'Top-p', description: 'Keeps the smallest set that reaches this share; 1 is off.', step: 0.01 }),
  minP: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ title: 'Min-p', description: 'Keeps what has at least this share of the best one’s odds; 0 is off.', step: 0.01 }),
  repetitionPenalty: z
    .number()
    .gt(0)
    .max(4)
    .default(1)
    .meta({ title: 'Repetition penalty', description: 'Above 1 makes what was said less likely; 1 is off.', step: 0.05 }),
  order: z
    .array(z.enum(STAGES))
    .default([...STAGES])
    .meta({ description: 'The stages, first to last; what is left out is off.' }),
})

export const sampler = defineNode({
  kind: 'sampler',
  version: 1,
  title: 'Sampler',
  summary: 'Draws the next token and shows what each filter removed.',
  icon: 'dices',
  group: 'Sampling, generation, structured output',
  tags: ['temperature', 'top-k', 'top-p', 'nucleus', 'min-p', 'greedy', 'draw', 'repetition'],
  sources: ['arXiv:1904.09751', 'arXiv:1805.04833', 'arXiv:2407.01082', 'arXiv:1909.05858'],
  inputs: {
    logits: Logits.input('scores before softmax [T,V]; the last row is read').optional(),
    history: Tokens.input('ids so far [N], for the repetition penalty; the tokens of the logits when not wired').optional(),
  },
  outputs: {
    token: Tokens.output('the drawn id [1]').optional(),
    odds: Distribution.output('all V candidates after the last stage, with what each stage did').optional(),
    sampling: Sampling.output('the rule itself, for Generate'),
  },
  params,
  random: true,
  size: { width: 256, body: 96 },
  example: passOver(GIRL) + 'draw: sampler@1\n  logits: pass.logits\n  temperature: 0.8\n  topK: 20\n  topP: 0.9\n',
  exampleNode: 'draw',
  async compute({ logits, history }, settings, ctx) {
    const sampling = ruleOf(settings)
    if (!logits) return { sampling }
    const row = logitsRow(logits, logits.shape[0]! - 1)
    const applied = await engineCall(async () => applyRule(row, sampling, (history ?? logits.tokens).ids))
    const id = takeToken(applied, sampling, () => ctx.random())
    return { token: tokensFromIds(logits.tokenizer, [id]), odds: oddsAfter(logits, applied), sampling }
  },
  view: ({ out }) => {
    if (out.odds) return [show.distribution(out.odds, { look: 'columns', top: 20, ...(out.token ? { mark: out.token } : {}) })]
    return out.sampling ? [show.card({ rows: ruleRows(out.sampling) })] : []
  },
  foot: ({ out, params: settings }) =>
    out.token ? { left: `drew ${drawn(out.token.pieces[0])}`, right: shortRule(settings) } : { left: 'a rule', right: shortRule(settings) },
  empty: 'A rule for the next token. Wire its sampling into Generate, and logits here to see what each filter removes.',
})

type Settings = z.output<typeof params>

/** Settings that change nothing make no stage. Temperature 0 is greedy: only the best is left. */
const NEUTRAL = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 } as const

function ruleOf(settings: Settings): SamplingValue {
  const active = settings.order.filter((name, place) => settings.order.indexOf(name) === place && settings[name] !== NEUTRAL[name])
  return {
    stages: active.map((name) => ({ [name]: settings[name] }) as unknown as SamplingStage),
    greedy: active.includes('temperature') && settings.temperature === 0,
  }
}

function oddsAfter(logits: LogitsValue, applied: Applied) {
  return {
    probabilities: applied.after,
    rows: 1,
    vocabulary: applied.after.length,
    tokenizer: logits.tokenizer,
    tokens: logits.tokens,
    positions: [logits.shape[0]! - 1],
    origin: { ...logits.origin, tensor: `${logits.origin.tensor} after sampling`, slice: [null, null] },
    before: applied.before,
    stages: stagesOf(applied),
  }
}

const ruleRows = (rule: SamplingValue) => {
  const rows = rule.stages.map((stage) => ({ name: Object.keys(stage)[0]!, value: String(Object.values(stage)[0]), mono: true }))
  return rows.length > 0 ? rows : [{ name: 'rule', value: samplingText(rule) }]
}

const drawn = (piece = ''): string => piece.replace(/^ /, '·')

/** `T 0.8, k 20, p 0.9`. */
function shortRule(settings: Settings): string {
  const words = { repetitionPenalty: 'rep', temperature: 'T', topK: 'k', topP: 'p', minP: 'min-p' }
  const active = settings.order.filter((name) => settings[name] !== NEUTRAL[name])
  return active.map((name) => `${words[name]} ${settings[name]}`).join(', ') || 'no filter'
}
