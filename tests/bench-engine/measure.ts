/* One engine, one setting: prefill of 128 tokens, then tokens one by one. Runs in a worker of a page and in Node alike. */
import { configureOrt, ortSession } from '../../lib/engine/backends/ort'
import { configureWasm } from '../../lib/engine/backends/wasm'
import { WasmSession } from '../../lib/engine/backends/wasm/session'
import { startMachine } from '../../lib/engine/backends/wasm/start'
import { plainCall } from '../../lib/engine/ir/call-tables'
import { benchParts, PROMPT, type BenchBits } from './shape'

export interface Task {
  readonly engine: 'ours' | 'ort'
  readonly bits: BenchBits
  readonly fast: boolean
  readonly threads: number
  readonly tokens: number
  readonly repeats: number
  readonly ortPath?: string
}

export interface Measured {
  readonly prefillMs: number
  readonly tokensPerSecond: number
  /** Bytes a second that one thread reads, of the size of these weights. */
  readonly bandwidth?: number
  readonly weightBytes?: number
  /** What the kernels' memory took. */
  readonly memory?: number
}

type Step = (ids: readonly number[]) => Promise<unknown>

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

/** Medians after one round to warm up. `fresh` begins a text anew. */
async function rounds({ tokens, repeats }: Task, fresh: () => Promise<{ step: Step; end: () => void }>): Promise<Measured> {
  const prefills: number[] = []
  const rates: number[] = []
  for (let round = 0; round <= repeats; round++) {
    const { step, end } = await fresh()
    const started = performance.now()
    await step(PROMPT)
    const read = performance.now()
    for (let n = 0; n < tokens; n++) await step([PROMPT[n % PROMPT.length]!])
    const done = performance.now()
    end()
    if (round === 0) continue
    prefills.push(read - started)
    rates.push((tokens * 1000) / (done - read))
  }
  return { prefillMs: median(prefills), tokensPerSecond: median(rates) }
}

async function ours(task: Task): Promise<Measured> {
  configureWasm({ threads: task.threads })
  const machine = await startMachine(task.fast)
  const session = new WasmSession(benchParts(task.bits), machine, task.fast)
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

async function ort(task: Task): Promise<Measured> {
  configureOrt({ threads: task.threads, ...(task.ortPath === undefined ? {} : { wasmPaths: task.ortPath }) })
  const session = ortSession(benchParts(32))
  return rounds(task, async () => {
    const decoder = await session.decoder(new Map())
    return { step: (ids) => decoder.step(ids), end: () => decoder.dispose() }
  })
}

export const measure = (task: Task): Promise<Measured> => (task.engine === 'ours' ? ours(task) : ort(task))
