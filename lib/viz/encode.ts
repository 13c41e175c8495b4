/*
 * Panels as JSON text and back, for files that hold them (a cover on the shelf). Arrays of float32 travel as base64 of their
 * little-endian bytes, so absent cells (NaN) survive; numbers JSON cannot write travel as words.
 */
import type { AnyPanel } from './panels'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export const encodePanel = (panel: AnyPanel): string => JSON.stringify(plain(panel))

/** Throws a SyntaxError where the text is no JSON, and a sentence where it is no panel. */
export function decodePanel(text: string): AnyPanel {
  const value = revived(JSON.parse(text))
  if (typeof value !== 'object' || value === null || typeof (value as AnyPanel).panel !== 'string')
    throw new Error('A panel should be an object with the key "panel"; this text holds something else.')
  return value as AnyPanel
}

function plain(value: unknown): unknown {
  if (value instanceof Float32Array) return { $float32: toBase64(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => [key, plain(entry)]),
    )
  return value
}

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [key, entry] = entries.length === 1 ? entries[0]! : []
  if (key === '$float32' && typeof entry === 'string') return fromBase64(entry)
  if (key === '$number' && typeof entry === 'string') return Number(entry)
  return Object.fromEntries(entries.map(([name, inner]) => [name, revived(inner)]))
}

function toBase64(values: Float32Array): string {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  values.forEach((value, place) => view.setFloat32(place * 4, value, true))
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    out += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!
    out += (i + 1 < bytes.length ? ALPHABET[(word >> 6) & 63]! : '=') + (i + 2 < bytes.length ? ALPHABET[word & 63]! : '=')
  }
  return out
}

function fromBase64(text: string): Float32Array {
  const length = Math.floor((text.replace(/=+$/, '').length * 6) / 8)
  const bytes = new Uint8Array(length)
  let bits = 0
  let held = 0
  let place = 0
  for (const letter of text) {
    const digit = ALPHABET.indexOf(letter)
    if (digit < 0) break
    bits = ((bits << 6) | digit) & 0xffffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[place++] = (bits >> held) & 255
    }
  }
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: Math.floor(length / 4) }, (_, index) => view.getFloat32(index * 4, true))
}
