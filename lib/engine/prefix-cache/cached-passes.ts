/*
 * Forward passes of a causal model that compute only the rows nobody has computed yet. One after the other, since a pass may write into
 * the keys and values that the next goes on from.
 */
import type { BackendSession, KeyValues, ModelParts } from '../backends/backend'
import type { CallInputs } from '../ir/call-tables'
import type { EditsByHook } from '../ir/edits'
import { pruneProgram, type Program } from '../ir/program'
import type { EngineTensor, ForwardResult } from '../types'
import { changesOf, lengthClass } from './changes'
import { Entry, type Reading } from './entry'
import { hookRows, type HookRows } from './hook-rows'
import { makeOpenMap, openMap, type OpenMap } from './open-maps'
import { HeldRows } from './rows'
import { sharedBound, Shelf, type Bound } from './shelf'

export interface CachedCall {
  readonly call: CallInputs
  readonly outputs: readonly string[]
  readonly edits: EditsByHook
  readonly signal?: AbortSignal
}

type Tensors = ReadonlyMap<string, EngineTensor>

export class CachedPasses {
  readonly shelf: Shelf
  private readonly rowsOf: (hook: string) => HookRows
  private readonly appends: number
  private turn: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly session: BackendSession & { keyValues(): Promise<KeyValues> },
    private readonly parts: ModelParts,
    private readonly program: Program,
    bound: Bound = sharedBound,
  ) {
    this.shelf = new Shelf(bound)
    this.rowsOf = hookRows(program)
    this.appends = appendsIn(program)
  }

  forward(request: CachedCall): Promise<ForwardResult> {
    const result = this.turn.then(() => this.forwardNow(request))
    this.turn = result.catch(() => {})
    return result
  }

  reading(ids: readonly number[], edits: EditsByHook): Reading {
    return { ids, changes: changesOf(edits, this.program, ids.length), turned: this.turned(ids.length) }
  }

  turned(length: number): string {
    return lengthClass(this.parts.spec.ropes, length)
  }

  /** Keys and values of the rows that a text has in common with one that was read: a copy. */
  fork(reading: Reading, most: number): KeyValues | null {
    const usable = (entry: Entry) => Math.min(most, entry.keyValues?.length ?? 0, entry.common(reading))
    const entry = this.shelf.best(usable)
    if (!entry) return null
    this.shelf.touch(entry)
    return entry.keyValues!.fork(usable(entry))
  }

  /** Takes over what a decoder holds in the end. */
  leave(ids: readonly number[], edits: EditsByHook, keyValues: KeyValues): void {
    const reading = this.reading(ids, edits)
    const known = this.shelf.all.some(
      ({ reading: other, keyValues: theirs }) => new Entry(reading, null, new Map()).begins(other) && (theirs?.length ?? 0) >= ids.length,
    )
    if (known || keyValues.length !== ids.length || reading.changes.causalTo < Infinity) keyValues.dispose()
    else this.shelf.put(new Entry(reading, keyValues, new Map()))
  }

  private async forwardNow(request: CachedCall): Promise<ForwardResult> {
    const { call, outputs, signal } = request
    const length = call.ids.length
    signal?.throwIfAborted()
    // Padding hides rows from others, and there are few such calls of models that write.
    if (call.mask || call.types) return { tensors: await this.plain(request, outputs), reused: 0, computed: length }
    const maps = outputs.filter((hook) => this.rowsOf(hook).kind === 'open').map((hook) => [hook, this.openMap(hook, request)] as const)
    const made = maps.flatMap(([, map]) => map ?? [])
    const closed = outputs.filter((hook) => this.rowsOf(hook).kind !== 'open')
    const { tensors, from } = await this.rows(request, [...new Set([...closed, ...made.flatMap(({ queries, keys }) => [queries, keys])])])
    const all = new Map(tensors)
    for (const map of made) all.set(map.hook, await makeOpenMap(this.session.scores!, map, tensors))
    const whole = maps.flatMap(([hook, map]) => (map ? [] : [hook]))
    if (whole.length > 0) for (const [hook, tensor] of await this.plain(request, whole)) all.set(hook, tensor)
    const reused = whole.length === 0 ? from : 0
    this.shelf.count(reused, length - reused)
    return { tensors: inOrder(all, outputs), reused, computed: length - reused }
  }

  private openMap(hook: string, { edits }: CachedCall): OpenMap | null {
    return this.session.scores ? openMap(hook, this.program, edits) : null
  }

  private plain({ call, edits, signal }: CachedCall, outputs: readonly string[]): Promise<Tensors> {
    return this.session.pass({ ...call, outputs, edits, signal })
  }

  private async rows(request: CachedCall, hooks: readonly string[]): Promise<{ tensors: Tensors; from: number }> {
    const { call, edits } = request
    const length = call.ids.length
    if (hooks.length === 0) return { tensors: new Map(), from: 0 }
    const reading = this.reading(call.ids, edits)
    const start = (entry: Entry): number => {
      const covered = entry.covered(hooks, entry.common(reading))
      return covered === length ? length : Math.min(covered, entry.keyValues?.length ?? 0, reading.changes.causalTo)
    }
    const known = this.shelf.best(start)
    const from = known ? start(known) : 0
    if (known && from === length) {
      this.shelf.touch(known)
      return { tensors: new Map(hooks.map((hook) => [hook, known.rows.get(hook)!.cut(length).tensor()])), from }
    }
    if (known) return { tensors: await this.after(known, from, reading, request, hooks), from }
    return { tensors: await this.fromStart(reading, request, hooks), from: 0 }
  }

  /** Rows from `from` on, behind those of an entry: in its place where the text only grew, else in a copy. */
  private async after(known: Entry, from: number, reading: Reading, request: CachedCall, hooks: readonly string[]): Promise<Tensors> {
    const common = known.common(reading)
    const grown = known.begins(reading)
    const past = grown ? known.keyValues! : known.keyValues!.fork(from)
    const entry = grown ? known : new Entry(reading, past, new Map([...known.rows].map(([hook, held]) => [hook, held.cut(common)])))
    if (grown) past.truncate(from)
    known.busy = true
    try {
      const fresh = await this.pass(request, hooks, past, from)
      entry.reading = reading
      for (const [hook, tensor] of fresh)
        entry.rows.set(
          hook,
          entry.rows
            .get(hook)!
            .cut(from)
            .with(tensor, reading.ids.length - from),
        )
    } catch (cause) {
      if (!grown) past.dispose()
      throw cause
    } finally {
      known.busy = false
    }
    return this.putAndTake(entry, hooks)
  }

  /** Of a text that was read as far as all keys and values, only what is asked for is computed. */
  private async fromStart(reading: Reading, request: CachedCall, hooks: readonly string[]): Promise<Tensors> {
    const { length } = reading.ids
    const same = this.shelf.all.find((entry) => entry.reading.ids.length === length && entry.begins(reading))
    const whole = appendsIn(pruneProgram(this.program, hooks)) === this.appends
    const past = whole && same?.keyValues?.length !== length ? await this.session.keyValues() : null
    const fresh = await this.pass(request, hooks, past, 0).catch((cause: unknown) => {
      past?.dispose()
      throw cause
    })
    const entry = new Entry(reading, past, new Map())
    for (const [hook, tensor] of fresh) {
      const rows = this.rowsOf(hook)
      entry.rows.set(hook, HeldRows.of(tensor, 0, length, rows.kind === 'map' ? rows.beyond : null))
    }
    return this.putAndTake(entry, hooks)
  }

  private pass({ call, edits, signal }: CachedCall, outputs: readonly string[], past: KeyValues | null, from: number): Promise<Tensors> {
    return this.session.pass({ ...call, ids: call.ids.slice(from), outputs, edits, signal, ...(past ? { past } : {}) })
  }

  private putAndTake(entry: Entry, hooks: readonly string[]): Tensors {
    const tensors = new Map(hooks.map((hook) => [hook, entry.rows.get(hook)!.tensor()]))
    this.shelf.put(entry)
    return tensors
  }
}

const appendsIn = ({ ops }: Program): number => ops.reduce((count, { op }) => count + (op === 'append' ? 1 : 0), 0)

const inOrder = (tensors: Tensors, names: readonly string[]): Tensors => new Map(names.map((name) => [name, tensors.get(name)!]))
