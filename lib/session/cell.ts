/* A value with listeners: the smallest thing useSyncExternalStore can read. */
export class Cell<Value> {
  private readonly listeners = new Set<() => void>()
  constructor(private value: Value) {}

  get(): Value {
    return this.value
  }

  set(value: Value): void {
    if (Object.is(value, this.value)) return
    this.value = value
    for (const listener of this.listeners) listener()
  }

  on(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
