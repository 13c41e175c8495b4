/* Matrix products: float32 panels, packed panels expanded beside the caches (exact), or whole numbers (fast). */
import type { Op } from '../../ir/program'
import { JOBS, type Machine } from './machine'
import { scalesOf, type Panels } from './panels'

/** Inner positions that are summed before they are added to the others, unless heads say otherwise. */
const SPAN = 128

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
  /** Inner positions that are summed on their own; 0: as many as suit the kernel. */
  readonly span: number
  /** Where those sums are written down, [rows, inner / span, outer]; 0: nowhere. y is the same to the bit. */
  readonly parts: number
}

export function multiplyPanels(machine: Machine, panels: Panels, product: Product, fast: boolean): void {
  if (panels.bits === 32) floats(machine, panels, product)
  else if (fast && wholeSpans(product)) wholes(machine, panels, product)
  else expanded(machine, panels, product)
}

/** Scales of activations serve blocks of 32. */
const wholeSpans = ({ from, span }: Product): boolean => from % 32 === 0 && span % 32 === 0

/** Bytes of a row of parts. */
const partsRow = ({ inner, span, parts }: Product, outer: number): number => (parts === 0 ? 0 : 4 * outer * Math.ceil(inner / span))

function floats(machine: Machine, { address, stride, outer }: Panels, product: Product): void {
  const { x, xStep, rows, y, yStep, bias, from, inner, span, parts } = product
  const words = [x, 4 * xStep, rows, address, stride, from, inner, y, 4 * yStep, outer, bias, span || SPAN, parts, partsRow(product, outer)]
  machine.job(JOBS.linear, Math.ceil(outer / 32), words)
}

function expanded(machine: Machine, { address, stride, outer, bits }: Panels, product: Product): void {
  const { x, xStep, rows, y, yStep, bias, from, inner, parts } = product
  const span = product.span || SPAN
  // The blocks of a span, and one more where it begins within a block.
  const each = (Math.ceil(span / 32) + 1) * 4096
  const place = machine.workplace(each * machine.threads)
  const to = [y, 4 * yStep, outer, bias, span, parts, partsRow(product, outer)]
  machine.job(JOBS.linearExpanded, Math.ceil(outer / 32), [x, 4 * xStep, rows, address, stride, from, inner, ...to, bits, place, each])
}

function wholes(machine: Machine, { address, stride, outer, bits }: Panels, product: Product): void {
  const { x, xStep, rows, y, yStep, bias, from, inner, span, parts } = product
  const blocks = Math.ceil(inner / 32)
  const tiles = 128 * machine.threads
  const place = machine.workplace(tiles + rows * blocks * (64 + 4 + 4 + 8))
  const whole = place + tiles
  const scales = whole + rows * blocks * 64
  const sums = scales + rows * blocks * 4
  const halves = scalesOf(bits) === 2 ? sums + rows * blocks * 4 : 0
  machine.kernels.quantizeRows(x, 4 * xStep, rows, inner, whole, scales, sums, halves)
  const to = [y, 4 * yStep, outer, bias, span / 32 || blocks, parts, partsRow(product, outer)]
  const words = [whole, 64 * blocks, rows, address, stride, from / 32, blocks, ...to, bits, place, scales, sums, 4 * blocks, halves]
  machine.job(JOBS.linearInteger, Math.ceil(outer / 32), words)
}

type HeadResults = Extract<Op, { op: 'head-results' }>

/** z [T, H, D] → [T, H, C]: the parts of a product whose sum is not asked for. */
export function headProducts(machine: Machine, panels: Panels, op: HeadResults, z: number, y: number, T: number, fast: boolean): void {
  const { heads, size, width } = op
  for (let head = 0; head < heads; head++) {
    const place = { x: z + 4 * head * size, xStep: heads * size, y: y + 4 * head * width, yStep: heads * width }
    multiplyPanels(machine, panels, { ...place, rows: T, bias: 0, from: head * size, inner: size, span: size, parts: 0 }, fast)
  }
}
