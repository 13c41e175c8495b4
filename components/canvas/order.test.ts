/* Reading order and walking along wires. */
import { expect, test } from 'vitest'
import type { SheetNode, SheetWire } from './model'
import { neighbour } from './neighbours'
import { columnsOf, placeInColumns, readingOrder } from './order'
import { packColumns } from './tidy'

const node = (id: string, x = 0, y = 0): SheetNode => ({
  id,
  kind: id,
  title: id,
  icon: 'box',
  x,
  y,
  width: 128,
  body: 80,
  inputs: [],
  outputs: [],
  inline: [],
  params: {},
  paramWires: {},
  empty: '',
})
const wire = (from: string, to: string, type = 'text'): SheetWire => ({
  from: { node: from, port: 'o' },
  to: { node: to, port: 'i' },
  type,
})

const nodes = [node('odds', 400, 0), node('prompt', 0, 0), node('tokens', 200, 0), node('model', 0, 300)]
const wires = [wire('prompt', 'tokens'), wire('model', 'tokens', 'model'), wire('tokens', 'odds', 'tokens')]

test('columns count the steps from the start of the wires; a circle ends', () => {
  expect([...columnsOf(nodes, wires)].sort()).toEqual([
    ['model', 0],
    ['odds', 2],
    ['prompt', 0],
    ['tokens', 1],
  ])
  expect(columnsOf([node('a'), node('b')], [wire('a', 'b'), wire('b', 'a')]).size).toBe(2)
})

test('a list hangs each node on the wire from what stands before it', () => {
  expect(readingOrder(nodes, wires).map(({ node: each, stub }) => [each.id, stub])).toEqual([
    ['prompt', null],
    ['model', null],
    ['tokens', 'model'],
    ['odds', 'tokens'],
  ])
})

test('columns stand 32 apart at least, on the grid', () => {
  const places = placeInColumns(nodes, wires)
  expect(places.get('tokens')!.x - places.get('prompt')!.x).toBe(160)
  for (const { x, y } of places.values()) expect([x % 8, y % 8]).toEqual([0, 0])
})

test('many nodes without wires stand in several columns, wired ones stay where their wires hold them', () => {
  const loose = Array.from({ length: 12 }, (_, at) => node(`claim-${at}`))
  const places = placeInColumns([...nodes, ...loose], wires)
  expect(Math.max(...loose.map(({ id }) => places.get(id)!.y))).toBeLessThan(760)
  expect(new Set(loose.map(({ id }) => places.get(id)!.x)).size).toBeGreaterThan(1)
  expect(places.get('tokens')!.x - places.get('prompt')!.x).toBe(160)
  expect(new Set([...places.values()].map(({ x, y }) => `${x},${y}`)).size).toBe(nodes.length + loose.length)
})

test('columns that would run out of the page go on below the first ones', () => {
  const row = Array.from({ length: 12 }, (_, at) => node(`step-${at}`))
  const along = row.slice(1).map((each, at) => wire(`step-${at}`, each.id))
  const places = placeInColumns(row, along)
  expect(Math.max(...[...places.values()].map(({ x }) => x + 128))).toBeLessThanOrEqual(16 + 1216)
  const second = row.find(({ id }) => places.get(id)!.y > 16)!
  expect(places.get(second.id)!.x).toBe(16 + 32)
})

test('arrows walk along wires, and to what stands above and below', () => {
  expect(neighbour(nodes, wires, 'prompt', 'right')).toBe('tokens')
  expect(neighbour(nodes, wires, 'tokens', 'left')).toBe('prompt')
  expect(neighbour(nodes, wires, 'prompt', 'down')).toBe('model')
  expect(neighbour(nodes, wires, 'odds', 'right')).toBe(null)
})

test('tidied columns begin at the top and keep the order in which few wires cross', () => {
  const shape = { nodes, wires, portals: [] }
  const laid = [
    { id: 'prompt', x: 16, y: 900, width: 128 },
    { id: 'model', x: 40, y: 300, width: 128 },
    { id: 'tokens', x: 200, y: 880, width: 128 },
    { id: 'odds', x: 384, y: 30, width: 128 },
  ]
  expect(packColumns({ name: 's', ...shape, shape }, laid)).toEqual([
    { id: 'model', x: 16, y: 16 },
    { id: 'prompt', x: 16, y: 176 },
    { id: 'tokens', x: 176, y: 16 },
    { id: 'odds', x: 336, y: 16 },
  ])
})
