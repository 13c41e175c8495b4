/* How fast a backend reads a prompt and writes on: prefill of 128 tokens, then greedy tokens one by one, on the embedded model. */
import path from 'node:path'
import { folderSource } from '../../lib/engine/files/folder'
import { openModel } from '../../lib/engine/open-model'
import { argmax } from '../../lib/engine/sampling'

export interface Speed {
  readonly prefillMs: number
  readonly tokensPerSecond: number
  /** Greedy ids of the last repeat, to be compared between engines. */
  readonly ids: readonly number[]
}

const PROMPT = 128

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

/** A story's beginning over and over: real tokens, always the same. */
function prompt(): number[] {
  const story = [481, 499, 263, 418, 16, 433, 298, 263, 428, 520, 459, 435, 18]
  return [0, ...Array.from({ length: PROMPT - 1 }, (_, i) => story[i % story.length]!)]
}

/** Medians over `repeats`, after one run to warm up. */
export async function measureSpeed(backend: 'reference' | 'ort', tokens: number, repeats: number): Promise<Speed> {
  const model = await openModel(folderSource(path.resolve('public', 'models', 'primer-6m')), { backend })
  const prefills: number[] = []
  const rates: number[] = []
  let ids: number[] = []
  for (let i = 0; i <= repeats; i++) {
    const decoder = await model.decoder()
    const started = performance.now()
    let next = argmax(await decoder.step(prompt()))
    const read = performance.now()
    ids = [next]
    for (let n = 0; n < tokens; n++) {
      next = argmax(await decoder.step([next]))
      ids.push(next)
    }
    const done = performance.now()
    decoder.dispose()
    if (i === 0) continue
    prefills.push(read - started)
    rates.push((tokens * 1000) / (done - read))
  }
  model.dispose()
  return { prefillMs: median(prefills), tokensPerSecond: median(rates), ids }
}
