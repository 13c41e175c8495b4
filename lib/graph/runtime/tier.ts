/*
 * Results kept between visits, behind the memory: written when a run was worth it, read back before one is repeated. What
 * comes back is decoded, checked and hashed again; what does not agree is thrown away and computed.
 */
import type { PortType } from '../port-type'
import type { OutputRecord } from '../run-record'
import { isBoxed } from '../node-values'
import { takesSeveral } from '../fits'
import type { Attempt } from './cell'
import { contentHash } from './make'
import type { Made } from './memo'
import { pack, unpack, type Packed } from './pack'

/** Bytes by key, bounded; browser storage in the page, a folder in Node. It knows nothing of what the bytes mean. */
export interface ResultStore {
  /** Known at once, since every new key is asked about. */
  has(key: string): boolean
  get(key: string): Promise<Uint8Array | undefined>
  put(key: string, bytes: Uint8Array): Promise<void>
  remove(key: string): Promise<void>
}

/** Shorter runs are repeated as quickly as they are read. */
const WORTH_MS = 50
const MOST_BYTES = 32 * 1048576

export class Tier {
  /** Writes under way, for tests and for the end of a process. */
  readonly #writing = new Set<Promise<unknown>>()
  constructor(
    readonly store: ResultStore,
    /** Resolves when writing is in nobody's way. */
    readonly rest: () => Promise<void>,
    readonly worthMs = WORTH_MS,
  ) {}

  has(key: string): boolean {
    return this.store.has(key)
  }

  /** null where it is not there, not whole or not of these ports. Never rejects. */
  async load(key: string, attempt: Attempt): Promise<Made | null> {
    try {
      const bytes = await this.store.get(key)
      const packed = bytes && unpack(key, bytes)
      const made = packed ? restored(packed, attempt, bytes.byteLength) : null
      if (!made) await this.store.remove(key)
      return made
    } catch {
      await this.store.remove(key).catch(() => undefined)
      return null
    }
  }

  keep(made: Made): void {
    if (made.ms < this.worthMs || made.bytes > MOST_BYTES || this.store.has(made.key)) return
    if (Object.entries(made.outputs).some(([port]) => !made.types[port]?.spec.encoding)) return
    const writing = this.#write(made).finally(() => this.#writing.delete(writing))
    this.#writing.add(writing)
  }

  async written(): Promise<void> {
    await Promise.all(this.#writing)
  }

  /** What cannot be kept is computed again another time: nobody has to be told. */
  async #write(made: Made): Promise<void> {
    try {
      // To pack and write a megabyte takes as long as to compute with it: what follows from it is computed and shown first.
      await this.rest()
      await this.store.put(made.key, pack(packedOf(made)))
    } catch {
      await this.store.remove(made.key).catch(() => undefined)
    }
  }
}

function packedOf(made: Made): Packed {
  const outputs = Object.entries(made.outputs).map(([port, { type, value, hash = '' }]) => {
    const encoded = made.types[port]?.spec.encoding?.encode(value)
    if (!encoded) throw new TypeError(`Values of type ${type} are not kept.`)
    return [port, { type, hash, ...encoded }] as const
  })
  return { key: made.key, ms: made.ms, when: made.when ?? 0, outputs: Object.fromEntries(outputs) }
}

function restored(packed: Packed, attempt: Attempt, bytes: number): Made | null {
  const handles = handlesIn(attempt)
  const outputs: Record<string, OutputRecord> = {}
  const types: Record<string, PortType<any>> = {}
  for (const port of Object.keys(packed.outputs)) if (!Object.hasOwn(attempt.ports.outputs, port)) return null
  for (const [port, output] of Object.entries(attempt.ports.outputs)) {
    types[port] = output.type
    const kept = packed.outputs[port]
    if (!kept && output.presence === 'optional') continue
    const type = [output.type, ...(output.type.spec.alternatives ?? [])].find(({ name }) => name === kept?.type)
    if (!kept || !type?.spec.encoding) return null
    const value: unknown = type.spec.encoding.decode(kept, handles)
    if (type.spec.check(value) !== null || contentHash(type, value) !== kept.hash) return null
    types[port] = type
    outputs[port] = { type: type.name, value, hash: kept.hash }
  }
  return { key: packed.key, outputs, types, bytes, ms: Number(packed.ms), when: Number(packed.when) }
}

/** Models and tokenizers are never kept: what names one takes it from the inputs. */
function handlesIn(attempt: Attempt): ReadonlyMap<string, unknown> {
  const handles = new Map<string, unknown>()
  for (const [port, input] of Object.entries(attempt.ports.inputs)) {
    const given = attempt.inputs[port]
    for (const one of input.arity === 'many' ? (given as readonly unknown[]) : [given]) {
      if (one === undefined) continue
      const [type, value] = takesSeveral(input.type) && isBoxed(one) ? [one.type, one.value] : [input.type, one]
      for (const [digest, handle] of type.spec.handles?.(value) ?? []) handles.set(digest, handle)
    }
  }
  return handles
}
