/* Writing on, token by token, with what was likely at every step: what Generate and Ask do alike. */
import type { Context } from '../graph/define-node'
import type { Decoder } from '../engine/types'
import { entropyBits, tableOf, TokenBuilder, type ModelValue, type SamplingValue, type TableValue, type TokensValue } from '../values'
import { engineCall } from './failures'
import { applyRule, takeToken } from './rule'

/** An end token, one of the stop texts, enough tokens, or a full context. */
export type StopReason = 'end' | 'stop' | 'most' | 'context'

/** The text before the first stop text that stands in it. */
export function cutAtStop(text: string, stop: readonly string[]): string {
  const places = stop.filter(Boolean).map((word) => text.indexOf(word))
  const found = places.filter((place) => place >= 0)
  return found.length > 0 ? text.slice(0, Math.min(...found)) : text
}

export interface Writing {
  readonly decoder: Decoder
  readonly model: ModelValue
  readonly prompt: TokensValue
  readonly rule: SamplingValue
  readonly most: number
  readonly stop: readonly string[]
  /** End tokens besides the model's own. */
  readonly ends?: readonly number[]
  /** Uniform in [0, 1), one a drawn token. */
  readonly random: () => number
}
type Step = readonly [step: number, piece: string, id: number, p: number, drawn: number, rank: number, entropy: number, kept: number]
export interface Written {
  readonly text: string
  readonly tokens: TokensValue
  readonly table: TableValue
}

/** `show` gets what is written so far, after each token. */
export async function write(
  { decoder, model, prompt, rule, most, stop, random, ends: more = [] }: Writing,
  ctx: Pick<Context, 'signal' | 'progress' | 'breathe'>,
  show: (written: Written) => void,
): Promise<Written & { readonly reason: StopReason }> {
  const builder = new TokenBuilder(model.tokenizer)
  const steps: Step[] = []
  const history = [...prompt.ids]
  const ends = new Set([...model.engine.spec.eosTokenIds, ...more])
  let reason: StopReason | null = null
  let logits = await engineCall(() => decoder.step(prompt.ids, ctx.signal))
  while (!reason) {
    const applied = await engineCall(async () => applyRule(logits, rule, history))
    const id = takeToken(applied, rule, random)
    history.push(id)
    builder.push(id)
    steps.push(stepOf(steps.length, id, model, applied.before, applied.after))
    if (ends.has(id)) reason = 'end'
    else if (stop.some((word) => word && builder.value().text.includes(word))) reason = 'stop'
    else if (steps.length >= most) reason = 'most'
    else if (history.length >= model.engine.spec.context) reason = 'context'
    ctx.progress(steps.length / most, `${steps.length} of ${most}`)
    show(snapshot(builder, steps, stop))
    await ctx.breathe()
    if (!reason) logits = await engineCall(() => decoder.step([id], ctx.signal))
  }
  return { ...snapshot(builder, steps, stop), reason }
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

export const idsOf = (table: TableValue): number[] => table.rows.map((row) => Number(row[2]))
export const oddsOf = (table: TableValue | undefined): number[] => (table?.rows ?? []).map((row) => Number(row[3]))

/** Enough of the prompt to see where the writing begins. */
export function tailOf({ text }: TokensValue): string {
  if (text.length <= 24) return text
  return `…${text.slice(-20).replace(/^\S*\s(?=\S)/, '')}`
}
