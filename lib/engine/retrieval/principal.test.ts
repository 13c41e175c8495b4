/* The leading axes beside numpy's singular values (principal.golden.json), and what must hold of any rows. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from './principal.golden.json'
import { principalPoints } from './principal'

describe('principal axes', () => {
  it.each(golden.cases.map((entry) => [`${entry.rows} rows of ${entry.width}`, entry] as const))('%s', (_, entry) => {
    const { points, shares } = principalPoints(Float32Array.from(entry.values), entry.rows, entry.width)
    shares.forEach((share, axis) => expect(share).toBeCloseTo(entry.shares[axis]!, 10))
    points.forEach((value, at) => expect(Math.abs(value - entry.points[at]!)).toBeLessThan(2e-5))
  })
  it('of one row, of equal rows, of a line, of nothing', () => {
    expect(principalPoints(Float32Array.of(3, 4), 1, 2)).toEqual({ points: new Float32Array(2), shares: [0, 0] })
    expect(principalPoints(new Float32Array(12).fill(7), 4, 3).shares).toEqual([0, 0])
    const line = principalPoints(Float32Array.of(0, 0, 3, 4, 6, 8), 3, 2)
    expect(line.shares[0]).toBeCloseTo(1, 12)
    expect(line.shares[1]).toBe(0)
    expect([...line.points]).toEqual([5, 0, 0, 0, -5, 0].map((x) => expect.closeTo(x, 5)))
    expect(principalPoints(new Float32Array(0), 0, 5)).toEqual({ points: new Float32Array(0), shares: [0, 0] })
  })
  it('no turn of the axes keeps more, and both are uncorrelated and centred', () => {
    const rows = fc
      .integer({ min: 2, max: 30 })
      .chain((count) =>
        fc.tuple(fc.constant(count), fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5 * count, maxLength: 5 * count })),
      )
    fc.assert(
      fc.property(rows, ([count, values]) => {
        const data = Float32Array.from(values)
        const { points, shares } = principalPoints(data, count, 5)
        const means = Array.from({ length: 5 }, (_, c) => values.filter((__, at) => at % 5 === c).reduce((sum, x) => sum + x, 0) / count)
        const total = values.reduce((sum, x, at) => sum + (x - means[at % 5]!) ** 2, 0)
        const sum = (of: (row: number) => number): number => Array.from({ length: count }, (_, row) => of(row)).reduce((a, b) => a + b, 0)
        const tolerance = 1e-5 * (1 + total)
        for (const axis of [0, 1] as const) {
          expect(Math.abs(sum((row) => points[2 * row + axis]!))).toBeLessThan(tolerance)
          expect(Math.abs(sum((row) => points[2 * row + axis]! ** 2) - shares[axis] * total)).toBeLessThan(tolerance)
        }
        expect(Math.abs(sum((row) => points[2 * row]! * points[2 * row + 1]!))).toBeLessThan(tolerance)
        // No column by itself varies more than the first axis.
        for (let c = 0; c < 5; c++)
          expect(sum((row) => (values[5 * row + c]! - means[c]!) ** 2)).toBeLessThan(shares[0] * total + tolerance)
        expect(shares[1]).toBeLessThanOrEqual(shares[0] + 1e-12)
      }),
    )
  })
})
