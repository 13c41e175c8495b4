/*
 * Views arrive many at a time. Each node is told in a task of its own, so that painting ten figures is ten short tasks with
 * the typist's keys in between, never one long one. The values read are always the newest.
 */
import type { LiveNode, LiveNodes } from '../canvas'

interface Source {
  view(id: string): LiveNode | null
  onView(id: string, listener: () => void): () => void
}

export class Pace implements LiveNodes {
  private readonly heard = new Map<string, { readonly listeners: Set<() => void>; readonly end: () => void }>()
  private readonly waiting = new Set<string>()
  private running = false

  constructor(
    private readonly source: Source,
    /** Runs something as a task of its own. */
    private readonly task: (then: () => void) => void,
  ) {}

  view = (id: string): LiveNode | null => this.source.view(id)

  onView = (id: string, listener: () => void): (() => void) => {
    const known = this.heard.get(id) ?? { listeners: new Set<() => void>(), end: this.source.onView(id, () => this.ask(id)) }
    this.heard.set(id, known)
    known.listeners.add(listener)
    return () => {
      known.listeners.delete(listener)
      if (known.listeners.size > 0 || this.heard.get(id) !== known) return
      known.end()
      this.heard.delete(id)
    }
  }

  private ask(id: string): void {
    this.waiting.add(id)
    if (this.running) return
    this.running = true
    this.task(() => this.next())
  }

  private next(): void {
    const [id] = this.waiting
    if (id === undefined) {
      this.running = false
      return
    }
    this.waiting.delete(id)
    for (const listener of this.heard.get(id)?.listeners ?? []) listener()
    this.task(() => this.next())
  }
}

/** A task without the wait of a timer. */
export function browserTask(): (then: () => void) => void {
  const channel = new MessageChannel()
  const waiting: (() => void)[] = []
  channel.port1.onmessage = () => waiting.shift()?.()
  return (then) => {
    waiting.push(then)
    channel.port2.postMessage(null)
  }
}
