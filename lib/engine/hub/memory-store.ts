/* Fetched models in memory: for tests, and where a browser keeps nothing. */
import type { HubStore } from './types'

export function memoryStore(limit: number | null = null): HubStore {
  const blobs = new Map<string, { bytes: Uint8Array; whole: boolean }>()
  const notes = new Map<string, string>()
  return {
    blob: async (key) => {
      const blob = blobs.get(key)
      return blob ? { bytes: blob.bytes.length, whole: blob.whole } : null
    },
    read: async (key, start, end) => blobs.get(key)?.bytes.slice(start, end) ?? new Uint8Array(0),
    append: async (key, offset) => {
      const parts: Uint8Array[] = [(blobs.get(key)?.bytes ?? new Uint8Array(0)).slice(0, offset)]
      return {
        write: async (bytes) => void parts.push(bytes.slice()),
        close: async () => void blobs.set(key, { bytes: joined(parts), whole: false }),
      }
    },
    finish: async (key) => void blobs.set(key, { bytes: blobs.get(key)!.bytes, whole: true }),
    remove: async (key) => void blobs.delete(key),
    notes: async () => [...notes.values()],
    note: async (key, text) => void notes.set(key, text),
    removeNote: async (key) => void notes.delete(key),
    blobs: async () => [...blobs.keys()],
    room: async () => (limit === null ? null : limit - [...blobs.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)),
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
