/* Matrix products: float32 panels, packed panels expanded beside the caches (exact), or whole numbers (fast). */
import type { Op } from '../../ir/program'
import { JOBS, type Machine } from './machine'
import type { Panels } from './panels'

export interface Product {
  readonly x: number
  /** Floats from one row of x to the next. */
  readonly xStep: number
  readonly rows: number
  readonly y: number
  readonly yStep: number
  /** 0: none. */
  readonly bias: number
  /** Inner positions of the matrix that x stands for. */
  readonly from: number
  readonly inner: number
}

export function multiplyPanels(machine: Machine, panels: Panels, product: Product, fast: boolean): void {
  if (panels.bits === 32) floats(machine, panels, product)
  else if (fast && product.from % 32 === 0) wholes(machine, panels, product)
  else expanded(machine, panels, product)
}

function floats(machine: Machine, { address, stride, outer }: Panels, { x, xStep, rows, y, yStep, bias, from, inner }: Product): void {
  machine.job(JOBS.linear, Math.ceil(outer / 32), x, 4 * xStep, rows, address, stride, from, inner, y, 4 * yStep, outer, bias)
}

function expanded(machine: Machine, panels: Panels, { x, xStep, rows, y, yStep, bias, from, inner }: Product): void {
  const { address, stride, outer, bits } = panels
  // Four blocks of a span, and one more where it begins within a block.
  const each = 5 * 4096
  const place = machine.workplace(each * machine.threads)
  const words = [x, 4 * xStep, rows, address, stride, from, inner, y, 4 * yStep, outer, bias, bits, place, each]
  machine.job(JOBS.linearExpanded, Math.ceil(outer / 32), ...words)
}

function wholes(machine: Machine, panels: Panels, { x, xStep, rows, y, yStep, bias, from, inner }: Product): void {
  const { address, stride, outer, bits } = panels
  const blocks = Math.ceil(inner / 32)
  const tiles = 128 * machine.threads
  const place = machine.workplace(tiles + rows * blocks * (64 + 4 + 4))
  const whole = place + tiles
  const scales = whole + rows * blocks * 64
  const sums = scales + rows * blocks * 4
  machine.kernels.quantizeRows(x, 4 * xStep, rows, inner, whole, scales, sums)
  const words = [
    whole,
    64 * blocks,
    rows,
    address,
    stride,
    from / 32,
    blocks,
    y,
    4 * yStep,
    outer,
    bias,
    scales,
    sums,
    4 * blocks,
    bits,
    place,
  ]
  machine.job(JOBS.linearInteger, Math.ceil(outer / 32), ...words)
}

type HeadResults = Extract<Op, { op: 'head-results' }>

/** z [T, H, D] → [T, H, C]: each head through its own inner positions. */
export function headProducts(machine: Machine, panels: Panels, op: HeadResults, z: number, y: number, T: number, fast: boolean): void {
  const { heads, size, width } = op
  for (let head = 0; head < heads; head++) {
    const product: Product = {
      x: z + 4 * head * size,
      xStep: heads * size,
      rows: T,
      y: y + 4 * head * width,
      yStep: heads * width,
      bias: 0,
      from: head * size,
      inner: size,
    }
    multiplyPanels(machine, panels, product, fast && size % 32 === 0)
  }
}
