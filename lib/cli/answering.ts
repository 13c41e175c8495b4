/* One prompt answered by a model: written on freely, or held against a known answer token by token. */
import { generate, type GenerateOptions } from '../engine/generate'
import type { EngineTokenizer, LoadedModel } from '../engine/types'

export interface Asked {
  readonly model: LoadedModel
  readonly tokenizer: EngineTokenizer
}

/** Two best logits nearer than this may change places between machines. */
const CLOSE = 1e-3

/** A step at which the two best lay close together; steps count from 1. */
export interface CloseStep {
  readonly step: number
  readonly best: string
  readonly second: string
}

export interface Known {
  readonly prompt: readonly number[]
  /** The ids of prompt and answer as one text. */
  readonly whole: readonly number[]
}

export interface Held {
  readonly said: string
  readonly right: boolean
  readonly close: readonly CloseStep[]
}

/**
 * As many tokens as the answer adds to the prompt, the best each time, end tokens like any other. Right when all are the
 * answer's own, and the answer did not change how the prompt is cut.
 */
export async function holdAgainst({ model, tokenizer }: Asked, { prompt, whole }: Known, signal?: AbortSignal): Promise<Held> {
  const most = Math.max(0, whole.length - prompt.length)
  const ids: number[] = []
  const close: CloseStep[] = []
  const decoder = await model.decoder()
  try {
    for (let input = prompt; ids.length < most;) {
      const { best, second, apart } = twoBest(await decoder.step(input, signal))
      ids.push(best)
      if (apart <= CLOSE) close.push({ step: ids.length, best: tokenizer.piece(best), second: tokenizer.piece(second) })
      input = [best]
    }
  } finally {
    decoder.dispose()
  }
  const all = [...prompt, ...ids]
  const right = most > 0 && all.length === whole.length && all.every((id, place) => id === whole[place])
  return { said: textAfter(tokenizer, prompt.at(-1), ids), right, close }
}

/** Of equals the lower id is the best. */
function twoBest(logits: Float32Array): { best: number; second: number; apart: number } {
  let best = 0
  let second = 1
  if (logits[1]! > logits[0]!) [best, second] = [1, 0]
  for (let id = 2; id < logits.length; id++) {
    if (logits[id]! > logits[best]!) {
      second = best
      best = id
    } else if (logits[id]! > logits[second]!) second = id
  }
  return { best, second, apart: logits[best]! - logits[second]! }
}

/** The text of ids behind another, since some decoders treat the first token of all differently. */
function textAfter(tokenizer: EngineTokenizer, last: number | undefined, ids: readonly number[]): string {
  if (last === undefined) return tokenizer.decode(ids)
  const before = tokenizer.decode([last])
  const all = tokenizer.decode([last, ...ids])
  return all.startsWith(before) ? all.slice(before.length) : tokenizer.decode(ids)
}

export interface AnswerOptions {
  readonly most: number
  readonly stops: readonly string[]
  readonly temperature: number
  readonly random: () => number
  readonly signal?: AbortSignal
  readonly onToken?: GenerateOptions['onToken']
}

/** Written until an end token, a stop text or enough tokens. */
export async function answerFreely({ model, tokenizer }: Asked, ids: readonly number[], options: AnswerOptions): Promise<string> {
  const { temperature, ...rest } = options
  const stages = temperature === 1 ? [] : [{ temperature }]
  const { text } = await generate(model, tokenizer, ids, { ...rest, stages, greedy: temperature === 0 })
  return text
}
