/* A matrix of float32 numbers → packed codes. Row by row, so that the caller may stop between rows. */
import { pauseFor } from '../abort'
import { EngineFailure } from '../types'
import { pack } from './pack'
import { PackedMatrix } from './packed-matrix'
import { codeBlock, scaleOf, type BlockScale } from './round'
import { blocksOf, checkSettings, type QuantizeSettings } from './settings'

/** So many numbers take about two milliseconds: then waiting messages are let in. */
const SLICE = 65536

export interface QuantizeOptions {
  readonly signal?: AbortSignal
  /** Told how many numbers are done. */
  readonly onNumbers?: (done: number) => void
}

export async function quantizeMatrix(
  x: Float32Array,
  rows: number,
  columns: number,
  settings: QuantizeSettings,
  options: QuantizeOptions = {},
): Promise<PackedMatrix> {
  checkSettings(settings)
  const blocks = blocksOf(rows, columns, settings)
  const codes = new Uint8Array(x.length)
  const scales = new Float32Array(blocks.count)
  const zeros = new Uint8Array(blocks.count)
  const put = (block: number, start: number, end: number, found: BlockScale): void => {
    scales[block] = found.scale
    zeros[block] = found.zero
    codeBlock(x, start, end, found, settings, codes)
  }
  const whole = blocks.perRow === 0 ? await wholeScale(x, columns, settings, options) : null
  for (let row = 0, since = 0; row < rows; row++, since += columns) {
    if (since >= SLICE) {
      since = 0
      options.onNumbers?.(row * columns)
      await pauseFor(options.signal)
    }
    const end = (row + 1) * columns
    if (whole) put(0, row * columns, end, whole)
    else
      for (let start = row * columns, block = row * blocks.perRow; start < end; start += blocks.size, block++) {
        const stop = Math.min(end, start + blocks.size)
        put(block, start, stop, scaleOf(...extremes(x, start, stop, columns), settings))
      }
  }
  return new PackedMatrix(
    rows,
    columns,
    settings,
    pack(codes, settings.bits),
    scales,
    settings.scheme === 'absmax' ? null : pack(zeros, settings.bits),
  )
}

async function wholeScale(x: Float32Array, columns: number, settings: QuantizeSettings, { signal }: QuantizeOptions): Promise<BlockScale> {
  let least = 0
  let most = 0
  for (let start = 0; start < x.length; start += SLICE) {
    const [low, high] = extremes(x, start, Math.min(x.length, start + SLICE), columns)
    least = Math.min(least, low)
    most = Math.max(most, high)
    if (start > 0) await pauseFor(signal)
  }
  return scaleOf(least, most, settings)
}

function extremes(x: Float32Array, start: number, end: number, columns: number): readonly [number, number] {
  let least = 0
  let most = 0
  for (let i = start; i < end; i++) {
    const value = x[i]!
    if (value < least) least = value
    else if (value > most) most = value
    else if (value !== value) throw notFinite(value, i, columns)
  }
  if (most === Infinity || least === -Infinity)
    throw notFinite(most === Infinity ? most : least, x.indexOf(most === Infinity ? most : least, start), columns)
  return [least, most]
}

const notFinite = (value: number, place: number, columns: number): EngineFailure =>
  new EngineFailure(
    'not-finite',
    `Row ${Math.floor(place / columns)}, column ${place % columns} holds ${Number.isNaN(value) ? 'NaN' : value > 0 ? 'infinity' : '−infinity'}: a grid of finitely many steps has no place for it.`,
    'Quantize numbers that are all finite; masked scores hold −infinity.',
  )
