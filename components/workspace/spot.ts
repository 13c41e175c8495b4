/* A value that parts of the page watch each for themselves, so that its change renders them and nothing else. */
'use client'
import { useSyncExternalStore } from 'react'

export class Spot<Value> {
  private readonly listeners = new Set<() => void>()
  constructor(private value: Value) {}

  get = (): Value => this.value

  set = (next: Value): void => {
    if (Object.is(next, this.value)) return
    this.value = next
    for (const listener of this.listeners) listener()
  }

  watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

/** The value, or what is read from it; the reading must be the same object while it says the same. */
export function useSpot<Value, Read = Value>(spot: Spot<Value>, read: (value: Value) => Read = (value) => value as unknown as Read): Read {
  const now = () => read(spot.get())
  return useSyncExternalStore(spot.watch, now, now)
}
