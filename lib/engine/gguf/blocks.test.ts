/* Blocks against the Python package gguf: random bytes in, the same floats out, to the last bit; and floats packed to the same bytes. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { floatToHalf } from '../../tensor'
import { readLayout } from '../safetensors'
import { widenWeight } from '../weight-types'
import { encodeBlocks } from './encode'

const folder = 'tests/oracles/gguf/'
const file = new Uint8Array(readFileSync(`${folder}blocks.safetensors`))
const { tensors } = readLayout(file)
const raw = (name: string): Uint8Array => file.slice(tensors.get(name)!.begin, tensors.get(name)!.end)
const words = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.buffer)

/** The payload of a NaN means nothing. */
const sameNumbers = (bits: number): number => ((bits & 0x7fffffff) > 0x7f800000 ? NaN : bits)

const types = ['F16', 'BF16', 'Q4_0', 'Q4_1', 'Q5_0', 'Q5_1', 'Q8_0', 'Q2_K', 'Q3_K', 'Q4_K', 'Q5_K', 'Q6_K']

describe('widened', () => {
  test.each(types)('%s', (type) => {
    const wanted = words(raw(`floats/${type}`))
    const seen = new Float32Array(wanted.length)
    widenWeight(type, raw(`bytes/${type}`), seen, 'w')
    expect([...new Uint32Array(seen.buffer)].map(sameNumbers)).toEqual([...wanted].map(sameNumbers))
  })
})

describe('packed', () => {
  test.each(['Q8_0', 'Q4_0'] as const)('%s', (type) => {
    const plain = new Float32Array(raw(`plain/${type}`).buffer)
    expect([...encodeBlocks(type, plain)]).toEqual([...raw(`packed/${type}`)])
  })
  test('F16', () => {
    const plain = new Float32Array(raw('plain/F16').buffer)
    expect([...Uint16Array.from(plain, floatToHalf)]).toEqual([...new Uint16Array(raw('packed/F16').buffer)])
  })
})

test('a type that is not read is named, with those that are', () => {
  expect(() => widenWeight('IQ2_XXS', new Uint8Array(66), new Float32Array(256), 'blk.0.ffn_up.weight')).toThrow(
    'Weight blk.0.ffn_up.weight is stored as IQ2_XXS, which is not read.',
  )
})
