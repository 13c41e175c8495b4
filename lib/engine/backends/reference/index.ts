/* The yardstick: walks the program with plain loops. Slow, obvious, always there. */
import { throwIfAborted, pauseFor } from '../../abort'
import { attentionScores } from '../../../tensor'
import type { CallInputs } from '../../ir/call-tables'
import { applyEdits, type EditsByHook } from '../../ir/edits'
import { pruneProgram, shapeOf, type Program } from '../../ir/program'
import type { Rows } from '../../ir/regions'
import { buildProgram } from '../../models'
import { RopeTable } from '../../models/rope'
import type { EngineTensor } from '../../types'
import type { BackendSession, ModelParts, PassRequest } from '../backend'
import { PlainKeyValues } from './key-values'
import { runOp, type OpContext } from './run-op'

interface Walk {
  readonly program: Program
  readonly keep: ReadonlySet<string>
  readonly edits: EditsByHook
  readonly partial: boolean
  readonly signal?: AbortSignal
}

export function referenceSession(parts: ModelParts): BackendSession {
  const ropes = parts.spec.ropes.map((rope) => new RopeTable(rope))
  const contextOf = (call: CallInputs, first: number, cached: OpContext['cached']): OpContext => {
    const { length } = call.ids
    const rows = ropes.map((table) => table.read(first, length))
    return { call, rows: { T: length, S: first + length, first }, weights: parts.weights, rope: (table) => rows[table]!, cached }
  }

  async function pass(request: PassRequest): Promise<ReadonlyMap<string, EngineTensor>> {
    const { outputs, edits, signal, lastRow = false } = request
    const past = request.past instanceof PlainKeyValues ? request.past : null
    const whole = buildProgram(parts.family, parts.spec, { edited: new Set(edits.keys()), lastRowOnly: lastRow })
    const appends = past ? whole.ops.filter((op) => op.op === 'append') : []
    const keep = new Set([...outputs, ...appends.map(({ out }) => out)])
    const program = pruneProgram(whole, keep)
    const context = contextOf(request, past?.length ?? 0, (cache) => past?.read(cache) ?? null)
    const values = await walk({ program, keep, edits, partial: past !== null, signal }, context)
    // Only a finished pass changes the cache: an aborted one leaves it as it was.
    past?.put(new Map(appends.map(({ cache, out }) => [cache, values.get(out)!])), context.rows.S)
    return new Map(outputs.map((name) => [name, namedTensor(program, name, values.get(name)!, context.rows)]))
  }

  return {
    reason: 'reference: plain loops in TypeScript',
    pass,
    keyValues: async () => new PlainKeyValues(),
    scores: async (queries, keys, heads, factor) => attentionScores(queries, keys, heads).map((score) => score * factor),
    dispose() {},
  }
}

async function walk({ program, keep, edits, partial, signal }: Walk, context: OpContext): Promise<Map<string, Float32Array>> {
  throwIfAborted(signal)
  const values = new Map<string, Float32Array>()
  const lastUse = lastUses(program)
  for (const [index, op] of program.ops.entries()) {
    if (op.op === 'norm-scale') await pauseFor(signal)
    const data = runOp(op, (n) => values.get(op.inputs[n]!)!, context)
    const changes = edits.get(op.out)
    if (changes) applyEdits(data, program.values.get(op.out)!, changes, context.rows, partial)
    values.set(op.out, data)
    for (const input of op.inputs) if (lastUse.get(input) === index && !keep.has(input)) values.delete(input)
  }
  return values
}

function lastUses(program: Program): Map<string, number> {
  const uses = new Map<string, number>()
  for (const [index, op] of program.ops.entries()) for (const input of op.inputs) uses.set(input, index)
  return uses
}

function namedTensor(program: Program, name: string, data: Float32Array, rows: Rows): EngineTensor {
  const info = program.values.get(name)!
  return { data, shape: shapeOf(info, rows.T, rows.S), dims: info.dims }
}
