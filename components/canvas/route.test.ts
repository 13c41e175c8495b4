/* Wires keep off nodes, share their own trunk, and keep apart from others. */
import { expect, test } from 'vitest'
import type { Rect } from './measure'
import { rounded, routeAll, type Path, type Trip } from './route'

const box = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height })
const crosses = (path: Path, node: Rect): boolean =>
  path.slice(1).some((b, index) => {
    const a = path[index]!
    return (
      Math.max(a.x, b.x) > node.x + 1 &&
      Math.min(a.x, b.x) < node.x + node.width - 1 &&
      Math.max(a.y, b.y) > node.y &&
      Math.min(a.y, b.y) < node.y + node.height
    )
  })
const orthogonal = (path: Path): boolean => path.slice(1).every((b, index) => b.x === path[index]!.x || b.y === path[index]!.y)

const nodes = [
  box(16, 16, 128, 200),
  box(16, 336, 128, 170),
  box(176, 16, 152, 250),
  box(360, 16, 136, 200),
  box(360, 336, 136, 200),
  box(528, 16, 256, 340),
]

test('a level wire is one straight stretch', () => {
  const [path] = routeAll([{ net: 'a.text', from: { x: 144, y: 56 }, to: { x: 176, y: 56 } }], nodes)
  expect(path).toEqual([
    { x: 144, y: 56 },
    { x: 176, y: 56 },
  ])
})

test('wires go round the nodes in between', () => {
  const trips: Trip[] = [
    { net: 'model.model', from: { x: 144, y: 376 }, to: { x: 360, y: 76 } },
    { net: 'model.model', from: { x: 144, y: 376 }, to: { x: 176, y: 76 } },
    { net: 'forward.run', from: { x: 496, y: 56 }, to: { x: 360, y: 376 } },
  ]
  for (const path of routeAll(trips, nodes)) {
    expect(orthogonal(path)).toBe(true)
    for (const node of nodes) expect(crosses(path, node), JSON.stringify({ path, node })).toBe(false)
  }
})

test('wires of one port share a trunk; another port keeps a lane apart', () => {
  const from = { x: 144, y: 376 }
  const [a, b, other] = routeAll(
    [
      { net: 'model.model', from, to: { x: 176, y: 76 } },
      { net: 'model.model', from, to: { x: 176, y: 116 } },
      { net: 'text.text', from: { x: 144, y: 396 }, to: { x: 176, y: 96 } },
    ],
    nodes,
  )
  expect(a![1]!.x).toBe(b![1]!.x)
  expect(Math.abs(other![1]!.x - a![1]!.x)).toBeGreaterThanOrEqual(7)
})

test('bends are rounded, less where a stretch is short', () => {
  expect(
    rounded([
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 40 },
    ]),
  ).toBe('M0 0L12 0Q20 0 20 8L20 40')
  expect(
    rounded([
      { x: 0, y: 0 },
      { x: 6, y: 0 },
      { x: 6, y: 40 },
    ]),
  ).toBe('M0 0L3 0Q6 0 6 3L6 40')
})

test('forty wires between sixteen nodes are laid within a frame or two', () => {
  const many = Array.from({ length: 16 }, (_, index) => box(16 + 224 * (index % 4), 16 + 240 * Math.floor(index / 4), 192, 200))
  const trips = Array.from({ length: 40 }, (_, index) => {
    const a = many[index % 16]!
    const b = many[(index * 7 + 3) % 16]!
    return { net: `n${index % 16}.out`, from: { x: a.x + a.width, y: a.y + 40 }, to: { x: b.x, y: b.y + 40 + 20 * (index % 3) } }
  })
  const start = performance.now()
  routeAll(trips, many)
  expect(performance.now() - start).toBeLessThan(400)
})
