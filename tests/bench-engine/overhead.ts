/*
 * What looking costs: decoding with hooks read or edited beside decoding alone, by counters (kernel calls, bytes copied out) and by
 * alternating paired runs in processor time. Prints one line a case; `node overhead.mjs PAIRS PAIRS_OF_LOOKING`: looking has the
 * narrower bounds.
 */
import { plainCall } from '../../lib/engine/ir/call-tables'
import { groupEdits } from '../../lib/engine/ir/edits'
import { buildProgram } from '../../lib/engine/models'
import type { Edit } from '../../lib/engine/types'
import { WasmSession } from '../../lib/engine/backends/wasm/session'
import { startMachine } from '../../lib/engine/backends/wasm/start'
import { benchParts, PROMPT } from './shape'

const [editPairs, lookingPairs] = [process.argv[2] ?? 30, process.argv[3] ?? 30].map(Number) as [number, number]
const STEPS = 3

const parts = benchParts(8)
const machine = await startMachine(true)
const session = new WasmSession(parts, machine, true)
const program = buildProgram(parts.family, parts.spec)
const hooks = program.hooks.filter((hook) => hook !== 'logits')
const past = session.keyValues()
await session.pass({ ...plainCall(PROMPT), outputs: ['logits'], edits: new Map(), past, lastRow: true })

interface Case {
  readonly name: string
  readonly outputs: readonly string[]
  readonly edits: readonly Edit[]
  readonly bound: number
}

const edit = (at: string, more: Omit<Edit, 'at'>): Case => ({
  name: `an edit at ${at}`,
  outputs: [],
  edits: [{ at, ...more }],
  bound: 1.07,
})
const cases: readonly Case[] = [
  { name: 'one layer’s attention read', outputs: ['blocks.14.attn.hook_pattern'], edits: [], bound: 1.02 },
  {
    name: 'every hook read but each head’s result',
    outputs: hooks.filter((hook) => !hook.endsWith('hook_result')),
    edits: [],
    bound: 1.12,
  },
  { name: 'every hook read', outputs: hooks, edits: [], bound: 1.12 },
  edit('hook_embed', { op: 'scale', value: 0.5 }),
  edit('blocks.3.hook_resid_pre', { op: 'add', value: 0.1 }),
  edit('blocks.3.ln1.hook_scale', { op: 'scale', value: 1.5 }),
  edit('blocks.9.attn.hook_q', { op: 'zero', heads: [2] }),
  edit('blocks.9.attn.hook_rot_k', { op: 'scale', value: 0.5 }),
  edit('blocks.9.attn.hook_v', { op: 'zero', heads: [1] }),
  edit('blocks.14.attn.hook_attn_scores', { op: 'add', value: 1, heads: [0] }),
  edit('blocks.14.attn.hook_pattern', { op: 'zero', heads: [0, 1] }),
  edit('blocks.14.attn.hook_z', { op: 'zero', heads: [3] }),
  edit('blocks.14.attn.hook_result', { op: 'zero', heads: [3] }),
  edit('blocks.20.mlp.hook_pre', { op: 'scale', value: 0 }),
  edit('blocks.20.mlp.hook_post', { op: 'zero', dims: [5, 6, 7] }),
  edit('blocks.20.hook_mlp_out', { op: 'zero' }),
  edit('ln_final.hook_normalized', { op: 'scale', value: 2 }),
]

/** Processor time of some tokens after the same prompt, everything that was asked for read. */
async function tokens({ outputs, edits }: Pick<Case, 'outputs' | 'edits'>): Promise<number> {
  const changes = groupEdits(edits, program)
  const wanted = [...outputs, 'logits']
  const before = process.cpuUsage()
  for (let n = 0; n < STEPS; n++) {
    const tensors = await session.pass({ ...plainCall([PROMPT[n]!]), outputs: wanted, edits: changes, past, lastRow: true })
    for (const { data } of tensors.values()) void data[0]
  }
  const { user, system } = process.cpuUsage(before)
  past.truncate(PROMPT.length)
  return user + system
}

async function counted(which: Pick<Case, 'outputs' | 'edits'>): Promise<{ calls: number; bytes: number }> {
  const { counters } = machine
  await tokens(which)
  const [calls, bytes] = [counters.kernelCalls, counters.bytesCopied]
  await tokens(which)
  return { calls: (counters.kernelCalls - calls) / STEPS, bytes: (counters.bytesCopied - bytes) / STEPS }
}

const alone = { outputs: [], edits: [] }
const base = await counted(alone)
process.stdout.write(
  `Decoding alone: ${base.calls} kernel calls and ${base.bytes} bytes copied a token (the logits). ${editPairs} pairs each, ${lookingPairs} where hooks are read, 95 % intervals of the median.\n`,
)
for (const each of cases) {
  const { calls, bytes } = await counted(each)
  const ratios: number[] = []
  const pairs = each.edits.length > 0 ? editPairs : lookingPairs
  for (let pair = 0; pair < pairs; pair++) {
    // Whoever goes first takes turns, so that a drift of the machine falls on both.
    const [first, second] = pair % 2 ? [each, alone] : [alone, each]
    const [a, b] = [await tokens(first), await tokens(second)]
    ratios.push(pair % 2 ? a / b : b / a)
  }
  ratios.sort((a, b) => a - b)
  // Order statistics: the median lies between these two with at least 95 %.
  const reach = Math.ceil(0.98 * Math.sqrt(pairs) + 0.5)
  const [low, middle, high] = [(pairs >> 1) - reach, pairs >> 1, (pairs >> 1) + reach].map(
    (at) => ratios[Math.min(pairs - 1, Math.max(0, at))]!,
  )
  const found = `× ${middle!.toFixed(3)} (${low!.toFixed(3)} to ${high!.toFixed(3)}; at most ${each.bound}: ${high! <= each.bound ? 'kept' : 'NOT KEPT'})`
  process.stdout.write(
    `  ${each.name.padEnd(44)} ${String(calls - base.calls).padStart(5)} calls more, ${String(bytes - base.bytes).padStart(8)} bytes more, ${found}\n`,
  )
}
process.exit(0)
