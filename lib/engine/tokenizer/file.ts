/* From the text of a tokenizer.json to its top-level object, and its digest. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { EngineFailure } from '../types'
import type { Fields } from './shape'

export const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

export function parseText(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineFailure(
      'tokenizer-malformed',
      `${file} is not JSON: ${reason}.`,
      'The file may be cut off; take it again from where the model comes from.',
    )
  }
}

export function readFile(json: string | object): Fields {
  const value = typeof json === 'string' ? parseText(json, 'tokenizer.json') : json
  if (!isRecord(value)) throw new EngineFailure('tokenizer-malformed', 'tokenizer.json should hold an object with a model in it.')
  return value
}

export const digestOf = (json: string | object): string =>
  bytesToHex(sha256(utf8ToBytes(typeof json === 'string' ? json : JSON.stringify(json))))
