/* A small product of each kind against plain loops, for each build before it is used: about a millisecond. */
import { codeSource, expandedProduct, testMatrix } from './self-test-data'
import { multiplyPanels } from './linear-steps'
import type { Heap } from './heap'
import { Machine } from './machine'
import type { Build } from './modules'
import { panelBytes, panelStride, writeCodePanels, writeFloatPanels, type PanelBits, type Panels } from './panels'

const INNER = 64
const OUTER = 44
const ROWS = 5
/** 64 activations of up to 1, each off by up to a 4094th, times weights of up to 1.5: as a rule a fifth of a quarter of that, never more. */
const STEPS = 6e-3

export async function selfTest(build: Build): Promise<boolean> {
  const machine = await Machine.start(build, 1)
  return ([32, 8, 4, 41, 81, 82, 83] as const).every((bits) => [false, true].every((fast) => isRight(machine, bits, fast)))
}

function isRight(machine: Machine, bits: PanelBits, fast: boolean): boolean {
  const { heap } = machine
  const x = heap.take(4 * INNER * ROWS)
  const y = heap.take(4 * OUTER * ROWS)
  const panels: Panels = {
    address: heap.take(panelBytes(bits, INNER, OUTER)),
    bits,
    inner: INNER,
    outer: OUTER,
    stride: panelStride(bits, INNER),
  }
  const matrix = placed(heap, panels)
  const input = testMatrix(INNER * ROWS, 2)
  heap.floats.set(input, x / 4)
  // All rows at once, and the last one alone: it has to come out the same to the bit.
  const product = { xStep: INNER, yStep: OUTER, bias: 0, from: 0, inner: INNER, span: 0, parts: 0 }
  multiplyPanels(machine, panels, { ...product, x, rows: ROWS, y }, fast)
  const together = heap.floats.slice(y / 4, y / 4 + ROWS * OUTER)
  multiplyPanels(machine, panels, { ...product, x: x + 4 * INNER * (ROWS - 1), rows: 1, y }, fast)
  const alone = heap.floats.slice(y / 4, y / 4 + OUTER)
  for (const address of [x, y, panels.address]) heap.free(address)
  const expected = expandedProduct(input, matrix, INNER, OUTER)
  const near = expected.every((value, i) => Math.abs(value - together[i]!) < (fast ? STEPS : 2e-5))
  return near && alone.every((value, i) => value === together[(ROWS - 1) * OUTER + i])
}

/** Writes a matrix of its kind, and gives it as plain numbers. */
function placed(heap: Heap, { address, bits }: Panels): Float32Array {
  if (bits !== 32) {
    const codes = codeSource(bits, INNER, OUTER)
    writeCodePanels(heap.bytes, address, bits, codes)
    return codes.expanded
  }
  const matrix = testMatrix(INNER * OUTER, 1)
  writeFloatPanels(heap.floats.subarray(address / 4), matrix, INNER, OUTER, false)
  return matrix
}
