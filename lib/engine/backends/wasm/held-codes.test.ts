/* Blocks of GGUF files in the kernels, random bytes: the exact path gives the bits of the widened matrix, the fast one is near it. */
import { describe, expect, test } from 'vitest'
import { blockFormats, widenBlock } from '../../gguf/blocks'
import { heldBits, heldCodes } from './held-codes'
import { multiplyPanels } from './linear-steps'
import { Machine } from './machine'
import { panelBytes, panelStride, writeCodePanels, writeFloatPanels, type Panels } from './panels'
import { testMatrix } from './self-test-data'

const INNER = 512
const OUTER = 44
const ROWS = 6

/** Blocks with random codes, whose half floats are small numbers. */
function randomBlocks(type: string): Uint8Array {
  const format = blockFormats.get(type)!
  const bytes = Uint8Array.from(testMatrix(((INNER * OUTER) / format.values) * format.bytes, 7), (x) => Math.floor((x + 1) * 128))
  for (let at = 0; at < bytes.length; at += format.bytes)
    for (const half of format.halves) bytes[at + half + 1] = 0x18 | (bytes[at + half + 1]! & 0x83)
  return bytes
}

function widened(type: string, bytes: Uint8Array): Float32Array {
  const format = blockFormats.get(type)!
  const matrix = new Float32Array(INNER * OUTER)
  for (let at = 0, to = 0; at < bytes.length; at += format.bytes, to += format.values) widenBlock(format, bytes, at, matrix, to)
  return matrix
}

const product = { xStep: INNER, yStep: OUTER, bias: 0, from: 0, inner: INNER, span: 0, parts: 0, rows: ROWS }

describe.each([...blockFormats.keys()])('%s', (type) => {
  test('as the widened matrix, row by row and together', async () => {
    const machine = await Machine.start('simd', 1)
    const { heap } = machine
    const bytes = randomBlocks(type)
    const matrix = widened(type, bytes)
    const held = { type, shape: [OUTER, INNER], bytes }
    const bits = heldBits(held)
    expect(bits).not.toBe(32)
    const place = (kind: Panels['bits']): Panels => ({
      address: heap.take(panelBytes(kind, INNER, OUTER)),
      bits: kind,
      inner: INNER,
      outer: OUTER,
      stride: panelStride(kind, INNER),
    })
    const [plain, packed] = [place(32), place(bits)]
    writeFloatPanels(heap.floats.subarray(plain.address / 4), matrix, INNER, OUTER, false)
    if (bits !== 32) writeCodePanels(heap.bytes, packed.address, bits, heldCodes(held))
    const x = heap.take(4 * ROWS * INNER)
    heap.floats.set(testMatrix(ROWS * INNER, 8), x / 4)
    const y = heap.take(4 * ROWS * OUTER)
    const run = (panels: Panels, fast: boolean) => {
      multiplyPanels(machine, panels, { ...product, x, y }, fast)
      return heap.floats.slice(y / 4, y / 4 + ROWS * OUTER)
    }
    const [wanted, exact, fast] = [run(plain, false), run(packed, false), run(packed, true)]
    expect(exact).toEqual(wanted)
    // Half a step of the activations, 1 / 4094 at most, for each weight of the output.
    for (const [i, value] of fast.entries()) {
      const weights = matrix.subarray((i % OUTER) * INNER, ((i % OUTER) + 1) * INNER)
      const bound = weights.reduce((sum, weight) => sum + Math.abs(weight), 0) / 4094
      expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(bound * 1.01)
    }
    multiplyPanels(machine, packed, { ...product, rows: 1, x: x + 4 * INNER * 2, y }, true)
    expect(heap.floats.slice(y / 4, y / 4 + OUTER)).toEqual(fast.slice(2 * OUTER, 3 * OUTER))
  })

  test('its rows, as for an embedding', async () => {
    const machine = await Machine.start('simd', 1)
    const { heap, kernels } = machine
    const bytes = randomBlocks(type)
    const bits = heldBits({ type, shape: [OUTER, INNER] })
    const address = heap.take(panelBytes(bits, INNER, OUTER))
    if (bits !== 32) writeCodePanels(heap.bytes, address, bits, heldCodes({ type, shape: [OUTER, INNER], bytes }))
    const [ids, y] = [heap.take(4 * OUTER), heap.take(4 * OUTER * INNER)]
    for (let row = 0; row < OUTER; row++) heap.wholes[ids / 4 + row] = row
    kernels.gather(address, panelStride(bits, INNER), bits, INNER, ids, OUTER, y)
    expect(heap.floats.slice(y / 4, y / 4 + OUTER * INNER)).toEqual(widened(type, bytes))
  })
})

test('numbers that stand alone, and rows that are no whole blocks, are widened', () => {
  expect(heldBits({ type: 'F16', shape: [4, 32] })).toBe(32)
  expect(heldBits({ type: 'Q6_K', shape: [8, 96] })).toBe(32)
})
