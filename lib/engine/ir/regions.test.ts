/* Regions of edits: which elements, in a full pass and in a step of decoding, and both forms of an edit against each other. */
import { describe, expect, test } from 'vitest'
import type { Edit } from '../types'
import { applyEdits, editMasks } from './edits'
import type { ValueInfo } from './program'
import { forEachElement, regionOf, valueReader, type Rows } from './regions'

const stream: ValueInfo = { name: 'x', dims: ['T', 'C'], shape: ['T', 2], hook: true }
const scores: ValueInfo = { name: 's', dims: ['H', 'T', 'S'], shape: [2, 'T', 'S'], hook: true }
const logits: ValueInfo = { name: 'logits', dims: ['T', 'V'], shape: [1, 2], hook: true }
const pass: Rows = { T: 3, S: 3, first: 0 }
const step: Rows = { T: 1, S: 5, first: 4 }

function elements(edit: Omit<Edit, 'at'>, info: ValueInfo, rows: Rows, partial = false): number[] {
  const list: number[] = []
  forEachElement(regionOf({ at: info.name, ...edit }, info, rows, partial), (at) => list.push(at))
  return list
}

describe('elements', () => {
  test('all, rows, columns, blocks', () => {
    expect(elements({ op: 'zero' }, stream, pass)).toEqual([0, 1, 2, 3, 4, 5])
    expect(elements({ op: 'zero', positions: [2, 0] }, stream, pass)).toEqual([4, 5, 0, 1])
    expect(elements({ op: 'zero', positions: [1], dims: [1] }, stream, pass)).toEqual([3])
    expect(elements({ op: 'zero', heads: [1], positions: [2], dims: [0] }, scores, pass)).toEqual([15])
  })
  test('positions count from the start of the text', () => {
    expect(elements({ op: 'zero', positions: [1, 4] }, stream, step, true)).toEqual([0, 1])
    expect(elements({ op: 'zero', positions: [1] }, stream, step, true)).toEqual([])
    expect(elements({ op: 'zero', heads: [0], positions: [4], dims: [0] }, scores, step, true)).toEqual([0])
    expect(elements({ op: 'zero', positions: [6] }, logits, { T: 3, S: 7, first: 4 }, true)).toEqual([0, 1])
  })
})

test('values fill the region or its last axes, in the order of the selection', () => {
  const region = regionOf({ at: 'x', op: 'set', positions: [2, 0] }, stream, pass, false)
  const read = (value: Float32Array, op: Edit['op'] = 'set') => {
    const value_ = valueReader({ at: 'x', op, value }, region)
    return [0, 1, 2, 3].map(value_)
  }
  expect(read(Float32Array.of(7, 8))).toEqual([7, 8, 7, 8])
  expect(read(Float32Array.of(1, 2, 3, 4), 'replace')).toEqual([1, 2, 3, 4])
  expect(() => read(Float32Array.of(1, 2), 'replace')).toThrow('brings 2 values; its region [2, 2] has 4.')
  expect(() => read(Float32Array.of(1, 2, 3))).toThrow('brings 3 values')
})

test('a step that sees one of two replaced rows takes its own values', () => {
  const edit: Edit = { at: 'x', op: 'replace', positions: [1, 4], value: Float32Array.of(1, 2, 3, 4) }
  const data = new Float32Array(2)
  applyEdits(data, stream, [edit], step, true)
  expect([...data]).toEqual([3, 4])
})

test('both forms of several edits at one hook agree', () => {
  const edits: Edit[] = [
    { at: 'x', op: 'add', value: 2 },
    { at: 'x', op: 'scale', value: 3, positions: [0, 1] },
    { at: 'x', op: 'set', value: Float32Array.of(5, 6), positions: [1] },
    { at: 'x', op: 'add', value: 1, dims: [0] },
    { at: 'x', op: 'scale', value: -1, positions: [1, 2] },
    { at: 'x', op: 'zero', positions: [2], dims: [1] },
  ]
  const before = Float32Array.of(1, 2, 3, 4, 5, 6)
  const direct = before.slice()
  applyEdits(direct, stream, edits, pass, false)
  expect([...direct]).toEqual([10, 12, -6, -6, -8, 0])
  const { mask, value, factor, term } = editMasks(stream, edits, pass, false)
  expect([...before].map((x, i) => (mask[i] ? value[i]! : x * factor[i]! + term[i]!))).toEqual([...direct])
})
