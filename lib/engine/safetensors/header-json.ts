/*
 * A reader for the JSON of a safetensors header: objects, arrays of whole numbers and strings, nothing else.
 * JSON.parse would let duplicate names and any depth pass.
 */
import { EngineFailure } from '../types'

export type HeaderValue = string | readonly number[] | ReadonlyMap<string, HeaderValue>

const DEEPEST = 2

export function parseHeader(text: string): ReadonlyMap<string, HeaderValue> {
  const reader = new HeaderReader(text)
  const value = reader.object(0)
  reader.end()
  return value
}

class HeaderReader {
  private at = 0
  constructor(private readonly text: string) {}

  object(depth: number): ReadonlyMap<string, HeaderValue> {
    if (depth > DEEPEST) throw this.failure('is nested too deeply')
    const entries = new Map<string, HeaderValue>()
    this.take('{')
    if (this.peek() === '}') return (this.at++, entries)
    for (;;) {
      const key = this.string()
      if (entries.has(key))
        throw new EngineFailure('bad-safetensors', `The safetensors header names ${JSON.stringify(key.slice(0, 100))} twice.`)
      this.take(':')
      entries.set(key, this.value(depth + 1))
      if (this.peek() !== ',') break
      this.at++
    }
    this.take('}')
    return entries
  }

  /** Only spaces may follow: writers pad the header with them. */
  end(): void {
    this.skipSpace()
    if (this.at < this.text.length) throw this.failure('goes on after its end')
  }

  private value(depth: number): HeaderValue {
    const next = this.peek()
    if (next === '{') return this.object(depth)
    if (next === '[') return this.numbers()
    if (next === '"') return this.string()
    throw this.failure(`holds ${JSON.stringify(next)} where a value belongs`)
  }

  private string(): string {
    this.skipSpace()
    const start = this.at
    this.take('"')
    while (this.at < this.text.length && this.text[this.at] !== '"') this.at += this.text[this.at] === '\\' ? 2 : 1
    this.take('"')
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string
    } catch {
      throw this.failure('holds a malformed string')
    }
  }

  private numbers(): readonly number[] {
    const list: number[] = []
    this.take('[')
    if (this.peek() === ']') return (this.at++, list)
    for (;;) {
      list.push(this.wholeNumber())
      if (this.peek() !== ',') break
      this.at++
    }
    this.take(']')
    return list
  }

  private wholeNumber(): number {
    this.skipSpace()
    const start = this.at
    while (this.at < this.text.length && this.text[this.at]! >= '0' && this.text[this.at]! <= '9') this.at++
    const value = Number(this.text.slice(start, this.at))
    if (this.at === start || !Number.isSafeInteger(value)) throw this.failure('holds something other than a whole number in a list')
    return value
  }

  private peek(): string {
    this.skipSpace()
    return this.text[this.at] ?? ''
  }

  private take(expected: string): void {
    if (this.peek() !== expected) throw this.failure(`lacks ${JSON.stringify(expected)}`)
    this.at++
  }

  private skipSpace(): void {
    while (this.at < this.text.length && ' \n\r\t'.includes(this.text[this.at]!)) this.at++
  }

  private failure(what: string): EngineFailure {
    return new EngineFailure('bad-safetensors', `The safetensors header ${what} (character ${this.at}).`)
  }
}
