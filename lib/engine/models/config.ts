/* Reads settings from a config.json with a sentence for each thing that is missing or of the wrong kind. */
import type { ActivationName } from '../../tensor'
import type { JsonObject } from '../files/json'
import { EngineFailure } from '../types'

const activationNames: Readonly<Record<string, ActivationName>> = {
  gelu: 'gelu',
  gelu_new: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  quick_gelu: 'gelu-sigmoid',
  relu: 'relu',
  silu: 'silu',
  swish: 'silu',
  tanh: 'tanh',
}

/** Absent and null mean the same in these files. */
export class Settings {
  constructor(
    readonly values: JsonObject,
    private readonly place = 'config.json',
  ) {}

  has(key: string): boolean {
    return Object.hasOwn(this.values, key) && this.values[key] !== null
  }

  private get(key: string): unknown {
    return this.has(key) ? this.values[key] : undefined
  }

  number(key: string, fallback?: number): number {
    const value = this.get(key) ?? fallback
    if (value === undefined) throw this.failure(key, 'is missing')
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.failure(key, `is ${describe(value)}, expected a number`)
    return value
  }

  /** A whole number from 1 to ten million. */
  size(key: string, fallback?: number): number {
    const value = this.number(key, fallback)
    if (!Number.isInteger(value) || value < 1 || value > 1e7) throw this.failure(key, `is ${value}, expected a whole number from 1`)
    return value
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.get(key) ?? fallback
    if (typeof value !== 'boolean') throw this.failure(key, `is ${describe(value)}, expected true or false`)
    return value
  }

  text(key: string, fallback: string): string {
    const value = this.get(key) ?? fallback
    if (typeof value !== 'string') throw this.failure(key, `is ${describe(value)}, expected a text`)
    return value
  }

  part(key: string): Settings | null {
    const value = this.get(key)
    if (value === undefined) return null
    if (typeof value !== 'object' || Array.isArray(value)) throw this.failure(key, `is ${describe(value)}, expected an object`)
    return new Settings(value as JsonObject, `${key} in ${this.place}`)
  }

  activation(key: string, fallback: string): ActivationName {
    const name = this.text(key, fallback)
    const known = Object.hasOwn(activationNames, name) ? activationNames[name] : undefined
    if (!known) throw this.failure(key, `is ${describe(name)}; known are ${Object.keys(activationNames).join(', ')}`)
    return known
  }

  /** A list of `length` numbers. */
  numbers(key: string, length: number): readonly number[] {
    const value = this.get(key)
    if (!Array.isArray(value) || value.length !== length || !value.every((entry) => typeof entry === 'number' && Number.isFinite(entry)))
      throw this.failure(key, `is ${describe(value)}, expected ${length} numbers`)
    return value as number[]
  }

  /** A list of texts, or null where there is none. */
  texts(key: string): readonly string[] | null {
    const value = this.get(key)
    if (value === undefined) return null
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string'))
      throw this.failure(key, `is ${describe(value)}, expected a list of texts`)
    return value as string[]
  }

  /** A token id, several, or none. */
  tokenIds(key: string): number[] {
    const value = this.get(key)
    const list = Array.isArray(value) ? value : value === undefined ? [] : [value]
    return list.filter((id): id is number => typeof id === 'number' && Number.isInteger(id) && id >= 0)
  }

  failure(key: string, what: string): EngineFailure {
    return new EngineFailure('bad-config', `${key} in ${this.place} ${what}.`)
  }
}

function describe(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? String(value)
}
