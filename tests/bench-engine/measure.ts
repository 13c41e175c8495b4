/* One engine, one setting: prefill of 128 tokens, then tokens one by one. Runs in a worker of a page and in Node alike. */
import { configureWasm } from '../../lib/engine/backends/wasm'
import { WasmSession } from '../../lib/engine/backends/wasm/session'
import { startMachine } from '../../lib/engine/backends/wasm/start'
import { plainCall } from '../../lib/engine/ir/call-tables'
import { startPeer, type PeerSetting } from './peer'
import { benchParts, PROMPT, type BenchBits } from './shape'

interface Rounds {
  readonly threads: number
  readonly tokens: number
  readonly repeats: number
}
interface OurTask extends Rounds {
  readonly engine: 'ours'
  readonly bits: BenchBits
  readonly fast: boolean
}
interface PeerTask extends Rounds, PeerSetting {
  readonly engine: 'ort'
}
export type Task = OurTask | PeerTask

export interface Measured {
  readonly prefillMs: number
  readonly tokensPerSecond: number
  /** Bytes a second that one thread reads, of the size of these weights. */
  readonly bandwidth?: number
  readonly weightBytes?: number
  /** Some logits after the prompt: who computes the same model comes near them. */
  readonly sample: readonly number[]
  /** What the kernels' memory took. */
  readonly memory?: number
}

/** The last row's logits. */
type Step = (ids: readonly number[]) => Promise<Float32Array>

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
/** A slow engine writes fewer tokens. */
const LONGEST = 8_000

/** Medians after one round to warm up. `fresh` begins a text anew. */
async function rounds({ tokens, repeats }: Rounds, fresh: () => Promise<{ step: Step; end: () => void }>): Promise<Measured> {
  const prefills: number[] = []
  const rates: number[] = []
  let sample: readonly number[] = []
  for (let round = 0; round <= repeats; round++) {
    const { step, end } = await fresh()
    const started = performance.now()
    const logits = await step(PROMPT)
    const read = performance.now()
    sample = [...logits.subarray(0, 64)]
    let done = read
    let n = 0
    for (; n < tokens && done - read < LONGEST; n++) {
      await step([PROMPT[n % PROMPT.length]!])
      done = performance.now()
    }
    end()
    if (round === 0) continue
    prefills.push(read - started)
    rates.push((n * 1000) / (done - read))
  }
  return { prefillMs: median(prefills), tokensPerSecond: median(rates), sample }
}

async function ours(task: OurTask): Promise<Measured> {
  configureWasm({ threads: task.threads })
  const machine = await startMachine(task.fast)
  const session = new WasmSession(benchParts(task.bits), machine, task.fast)
  // Threads start in the pauses of the one that asks for them, which a page has and a loop of passes has not.
  if (task.threads > 1) await new Promise((resolve) => setTimeout(resolve, 300))
  const measured = await rounds(task, async () => {
    const past = session.keyValues()
    const step: Step = async (ids) =>
      (await session.pass({ ...plainCall(ids), outputs: ['logits'], edits: new Map(), past, lastRow: true })).get('logits')!.data
    return { step, end: () => past.dispose() }
  })
  const { weightBytes } = session.weights
  const reads = Array.from({ length: 7 }, () => {
    const started = performance.now()
    machine.kernels.readThrough(65536, weightBytes)
    return performance.now() - started
  })
  machine.dispose()
  return { ...measured, weightBytes, bandwidth: (weightBytes * 1000) / Math.min(...reads), memory: machine.heap.size }
}

async function ort(task: PeerTask): Promise<Measured> {
  const fresh = await startPeer(task)
  return rounds(task, async () => ({ step: fresh(), end: () => {} }))
}

export const measure = (task: Task): Promise<Measured> => (task.engine === 'ours' ? ours(task) : ort(task))
