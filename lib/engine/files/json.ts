/* Configuration files as JSON objects, with sentences where they are not. */
import { EngineFailure, type FileSource } from '../types'

export type JsonObject = { readonly [key: string]: unknown }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A file whose top is an object. */
export function parseJsonObject(bytes: Uint8Array, file: string): JsonObject {
  const text = new TextDecoder().decode(bytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new EngineFailure('bad-json', `${file} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (!isObject(value)) throw new EngineFailure('bad-json', `${file} holds no JSON object.`)
  return value
}

export async function readJsonIfPresent(source: FileSource, file: string): Promise<JsonObject | null> {
  try {
    return parseJsonObject(await source.read(file), file)
  } catch (cause) {
    if (cause instanceof EngineFailure && cause.code === 'missing-file') return null
    throw cause
  }
}
