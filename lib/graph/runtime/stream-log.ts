/*
 * What a run streamed, event by event, so that a generation can be scrubbed and replayed: deltas where the type knows how it
 * grows, snapshots in between. Bounded; a log that would grow beyond its bound keeps every second snapshot.
 */
import type { Json } from '../json'
import type { Boxed, PortType } from '../port-type'
import type { OutputRecord } from '../run-record'

export interface StreamEvent {
  /** From 0, without gaps unless the log was thinned. */
  readonly sequence: number
  /** Milliseconds since the run started. */
  readonly ms: number
  readonly port: string
  /** What was added; absent where the whole value is kept. */
  readonly delta?: Json
  /** The last event holds the final value. */
  readonly final?: boolean
}

interface Entry extends StreamEvent {
  readonly type: PortType<any>
  readonly whole?: unknown
}

const WHOLE_EVERY = 64
const MOST_BYTES = 8 * 1048576

export class StreamLog {
  #entries: Entry[] = []
  #sequence = 0
  #bytes = 0
  readonly #last = new Map<string, { value: unknown; since: number }>()

  get length(): number {
    return this.#sequence
  }

  push(port: string, { type, value }: Boxed, ms: number, final = false): void {
    const last = this.#last.get(port)
    const delta = last && !final && last.since < WHOLE_EVERY ? type.spec.growth?.delta(last.value, value) : undefined
    const event = { sequence: this.#sequence++, ms, port, type, ...(final ? { final } : {}) }
    this.#last.set(port, { value, since: delta === undefined ? 0 : (last?.since ?? 0) + 1 })
    if (delta !== undefined) {
      this.#entries.push({ ...event, delta })
      return
    }
    this.#entries.push({ ...event, whole: value })
    this.#bytes += type.spec.bytes(value)
    if (this.#bytes > MOST_BYTES) this.#thin()
  }

  events(): readonly StreamEvent[] {
    return this.#entries.map(({ sequence, ms, port, delta, final }) => ({
      sequence,
      ms,
      port,
      ...(delta === undefined ? {} : { delta }),
      ...(final ? { final } : {}),
    }))
  }

  /** Values as they stood after the event of this number. */
  at(sequence: number): Readonly<Record<string, OutputRecord>> {
    const outputs: Record<string, OutputRecord> = {}
    for (const entry of this.#entries) {
      if (entry.sequence > sequence) break
      const before = outputs[entry.port]?.value
      const value = entry.delta === undefined ? entry.whole : entry.type.spec.growth?.apply(before, entry.delta)
      outputs[entry.port] = { type: entry.type.name, value }
    }
    return outputs
  }

  /** Deltas belong to the snapshot before them, so both leave together; first and last stay. */
  #thin(): void {
    const kept: Entry[] = []
    let keep = true
    let wholes = 0
    this.#bytes = 0
    const lastWhole = this.#entries.findLastIndex((entry) => entry.delta === undefined)
    for (const [place, entry] of this.#entries.entries()) {
      if (entry.delta === undefined) keep = wholes++ % 2 === 0 || place === lastWhole
      if (!keep) continue
      kept.push(entry)
      if (entry.delta === undefined) this.#bytes += entry.type.spec.bytes(entry.whole)
    }
    this.#entries = kept
  }
}
