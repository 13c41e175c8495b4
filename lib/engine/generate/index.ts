/* Writing on: one token after the other through a decoder with its cache, chosen by a sampling chain, with the odds of every step. */
import { argmax, drawFrom, exactSoftmax, sampleChain } from '../sampling'
import { EngineFailure, type Edit, type EngineTokenizer, type LoadedModel, type SamplingStage } from '../types'
import { RunningText } from './running-text'

export type StopReason = 'end' | 'stop' | 'most' | 'context'

export interface GenerationStep {
  readonly id: number
  readonly piece: string
  /** Text settled by this token; empty while a character is half written. */
  readonly text: string
  /** The model's own probability of the token. */
  readonly p: number
  /** Its probability in the draw, after the chain. */
  readonly drawn: number
  /** The model's own favourites, best first. */
  readonly top: readonly { readonly id: number; readonly p: number }[]
}

export interface GenerateOptions {
  /** The chain of stages; empty draws from the model's own odds. */
  readonly stages?: readonly SamplingStage[]
  /** Takes the best of what the chain leaves instead of drawing. */
  readonly greedy?: boolean
  /** New tokens at most. */
  readonly most: number
  /** Texts that end the writing; they are cut off. */
  readonly stops?: readonly string[]
  /** [0, 1), seeded by the caller; asked once a drawn token. */
  readonly random: () => number
  readonly signal?: AbortSignal
  /** Called after each token; a promise is awaited, so that others may take a turn. */
  readonly onToken?: (step: GenerationStep, soFar: { readonly ids: readonly number[]; readonly text: string }) => void | Promise<void>
  readonly edits?: readonly Edit[]
  /** How many favourites each step records. Default 5. */
  readonly favourites?: number
  /** Ids that end the text. Default: the model's, else the tokenizer's. */
  readonly endTokens?: readonly number[]
}

export interface Generation {
  /** New ids alone; an end token is the last of them. */
  readonly ids: readonly number[]
  readonly text: string
  readonly steps: readonly GenerationStep[]
  readonly stopReason: StopReason
}

function favourites(probabilities: Float64Array, count: number): { id: number; p: number }[] {
  const best: { id: number; p: number }[] = []
  for (let id = 0; id < probabilities.length; id++) {
    const p = probabilities[id]!
    if (best.length === count && p <= best[count - 1]!.p) continue
    let at = best.length
    while (at > 0 && best[at - 1]!.p < p) at--
    best.splice(at, 0, { id, p })
    if (best.length > count) best.pop()
  }
  return best
}

interface Choice {
  readonly id: number
  readonly p: number
  readonly drawn: number
  readonly top: readonly { readonly id: number; readonly p: number }[]
}

/** One token from one row of logits [V]. */
export function chooseToken(logits: Float32Array, history: readonly number[], options: Omit<GenerateOptions, 'most'>): Choice {
  const reports = sampleChain(logits, options.stages ?? [], history)
  const left = reports[reports.length - 1]?.logits ?? logits
  const own = exactSoftmax(logits)
  const odds = left === logits ? own : exactSoftmax(left)
  const id = options.greedy ? argmax(left) : drawFrom(odds, options.random)
  return { id, p: own[id]!, drawn: odds[id]!, top: favourites(own, options.favourites ?? 5) }
}

function checkPrompt(model: LoadedModel, ids: readonly number[]): void {
  const { context, vocabulary } = model.spec
  if (ids.length === 0) {
    throw new EngineFailure('empty-prompt', 'There is no token to go on from.', 'Write a word, or let the tokenizer put its begin token.')
  }
  if (ids.length > context) {
    throw new EngineFailure(
      'prompt-too-long',
      `The prompt has ${ids.length} tokens; ${model.name} reads at most ${context}.`,
      'Shorten the prompt.',
    )
  }
  const foreign = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary)
  if (foreign !== undefined) {
    throw new EngineFailure(
      'unknown-id',
      `Token ${foreign} is none of ${model.name}'s ${vocabulary}.`,
      'The tokens come from another tokenizer.',
    )
  }
}

const endTokensOf = (model: LoadedModel, tokenizer: EngineTokenizer): readonly number[] =>
  model.spec.eosTokenIds.length > 0 ? model.spec.eosTokenIds : tokenizer.eosTokenId === null ? [] : [tokenizer.eosTokenId]

/** Goes on from `ids`. Throws EngineFailure with a sentence; an aborted signal rejects with its reason. */
export async function generate(
  model: LoadedModel,
  tokenizer: EngineTokenizer,
  ids: readonly number[],
  options: GenerateOptions,
): Promise<Generation> {
  checkPrompt(model, ids)
  const ends = new Set(options.endTokens ?? endTokensOf(model, tokenizer))
  const text = new RunningText(tokenizer, ids[ids.length - 1], options.stops ?? [])
  const fresh: number[] = []
  const steps: GenerationStep[] = []
  const finish = (stopReason: StopReason): Generation => {
    text.finish()
    return { ids: fresh, text: text.settled, steps, stopReason }
  }
  const room = Math.min(options.most, model.spec.context - ids.length)
  if (room <= 0) return finish(options.most <= 0 ? 'most' : 'context')

  const decoder = await model.decoder(options.edits)
  try {
    for (let input: readonly number[] = ids; ;) {
      options.signal?.throwIfAborted()
      const logits = await decoder.step(input, options.signal)
      const choice = chooseToken(logits, [...ids, ...fresh], options)
      const end = ends.has(choice.id)
      fresh.push(choice.id)
      const settled = end ? '' : text.push(choice.id)
      const step = { ...choice, piece: tokenizer.piece(choice.id), text: settled }
      steps.push(step)
      await options.onToken?.(step, { ids: fresh, text: text.settled })
      if (end) return finish('end')
      if (text.stopped !== null) return finish('stop')
      if (fresh.length >= room) return finish(fresh.length >= options.most ? 'most' : 'context')
      input = [choice.id]
    }
  } finally {
    decoder.dispose()
  }
}
