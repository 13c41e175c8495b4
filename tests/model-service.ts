/* The embedded model for tests, opened once a process, and the first nodes of most graphs already run. */
import { runNode } from '../lib/graph/run-node'
import { forward } from '../lib/nodes/forward/forward'
import { tokenizer } from '../lib/nodes/tokenizer/tokenizer'
import { modelsOf } from '../lib/session/node'
import type { EditsValue, LogitsValue, ModelValue, RunValue, TokensValue } from '../lib/values'

export const services = { models: modelsOf(process.cwd()) }

/** The reference backend: the yardstick. Both backends are compared with each other in the engine's own tests. */
export const primer = (): Promise<ModelValue> =>
  services.models.open({ source: 'primer-6m', backend: 'reference' }, { signal: new AbortController().signal, progress: () => {} })

export interface Pass {
  readonly model: ModelValue
  readonly tokens: TokensValue
  readonly run: RunValue
  readonly logits: LogitsValue
}

/** What `forward` gives for a text. */
export async function passOver(text: string, edits: readonly EditsValue[] = []): Promise<Pass> {
  const model = await primer()
  const { tokens } = await runNode(tokenizer, { inputs: { text, tokenizer: model.tokenizer }, params: {} })
  const { run, logits } = await runNode(forward, { inputs: { model, tokens, edits }, params: {} })
  return { model, tokens, run, logits: logits! }
}

/** The largest |a − b|; lists of lists are flattened. null stands for an entry that is not finite. */
export function farthest(seen: ArrayLike<number>, expected: readonly unknown[]): number {
  const flat = expected.flat(Infinity) as (number | null)[]
  if (flat.length !== seen.length) return Infinity
  return flat.reduce<number>(
    (most, value, place) => Math.max(most, value === null ? (Number.isFinite(seen[place]) ? Infinity : 0) : Math.abs(value - seen[place]!)),
    0,
  )
}
